"""What can go wrong on the user's machine, as one sentence that says what to do."""

from __future__ import annotations

import errno


class Trouble(Exception):
    """One sentence for the user: what is wrong and what to do about it."""


FULL_DISK = "The disk is full: make room (about 3 GB) and run the same command again."
NO_NETWORK = (
    "A download failed: check the network (and SSL_CERT_FILE, PIP_CERT or the proxy settings, if this machine "
    "needs them) and run the same command again."
)
_SIGNS_OF_A_FULL_DISK = ("No space left on device", "Disk quota exceeded", "Errno 28", "ENOSPC")
_SIGNS_OF_NO_NETWORK = (
    "Failed to establish a new connection",
    "Name or service not known",
    "Temporary failure in name resolution",
    "Network is unreachable",
    "Connection refused",
    "Connection reset",
    "Cannot connect to proxy",
    "ProxyError",
    "CERTIFICATE_VERIFY_FAILED",
    "invalid path: ",
    "Could not find a suitable TLS CA certificate bundle",
    "Read timed out",
    "ConnectTimeout",
    "Max retries exceeded",
)


def explained(text: str) -> str | None:
    """The sentence for a failure whose output is `text`, where its cause is the disk or the network."""
    if any(sign in text for sign in _SIGNS_OF_A_FULL_DISK):
        return FULL_DISK
    if any(sign in text for sign in _SIGNS_OF_NO_NETWORK):
        return NO_NETWORK
    return None


def of_system(error: OSError) -> Trouble:
    """The sentence for an error of the operating system."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Trouble(FULL_DISK)
    where = f" ({error.filename})" if error.filename else ""
    return Trouble(f"The system refused: {error.strerror or error}{where}. Mend that and run the same command again.")
