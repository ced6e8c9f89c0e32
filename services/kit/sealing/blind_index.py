"""The blind index: finds a sealed national ID exactly, without opening anything (SEC-3)."""

import hashlib
import hmac


class BlindIndex:
    """A keyed hash over the digits of a national ID. Events may carry it; nobody without the key can go back."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, national_id: str) -> bytes:
        """The index of 13 digits; whatever is not a digit is left out first, Thai digits count as digits."""
        digits = "".join(str(int(c)) for c in national_id if c.isdecimal())
        return hmac.new(self._key, digits.encode(), hashlib.sha256).digest()

    def over(self, digest: bytes) -> bytes:
        """A keyed hash over a digest of something else, never equal to an index of a number."""
        return hmac.new(self._key, b"digest:" + digest, hashlib.sha256).digest()
