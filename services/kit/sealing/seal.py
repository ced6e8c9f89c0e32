"""Sealing with AES-256-GCM under a data key for each record, wrapped by a master key."""

import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kit.sealing.keys import MasterKeys

_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A record's data key as it is stored: readable only with the master key of that id."""

    record_id: UUID
    master_key_id: str
    wrapped: bytes


class RecordSeal:
    """Seals and opens the fields of one record. A ciphertext moved to another record or field does not open."""

    def __init__(self, record_id: UUID, data_key: bytes) -> None:
        self._record_id = record_id
        self._cipher = AESGCM(data_key)

    def seal(self, field: str, plain: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain.encode(), self._bound_to(field))

    def open(self, field: str, sealed: bytes) -> str:
        """The plain text. Raises cryptography's InvalidTag when it was tampered with or belongs elsewhere."""
        nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        return self._cipher.decrypt(nonce, ciphertext, self._bound_to(field)).decode()

    def _bound_to(self, field: str) -> bytes:
        return f"{self._record_id}|{field}".encode()


class Sealer:
    """Makes data keys and unwraps them."""

    def __init__(self, keys: MasterKeys) -> None:
        self._keys = keys

    def new_record(self, record_id: UUID) -> tuple[WrappedKey, RecordSeal]:
        """A fresh data key for `record_id`: wrapped, to be stored, and ready to seal with."""
        data_key = AESGCM.generate_key(bit_length=256)
        nonce = os.urandom(_NONCE_BYTES)
        master = AESGCM(self._keys.by_id[self._keys.current])
        wrapped = nonce + master.encrypt(nonce, data_key, record_id.bytes)
        return WrappedKey(record_id, self._keys.current, wrapped), RecordSeal(record_id, data_key)

    def unwrap(self, key: WrappedKey) -> RecordSeal:
        """Raises KeyError when the master key is not in the file, InvalidTag when the key was tampered with."""
        master = AESGCM(self._keys.by_id[key.master_key_id])
        nonce, ciphertext = key.wrapped[:_NONCE_BYTES], key.wrapped[_NONCE_BYTES:]
        return RecordSeal(key.record_id, master.decrypt(nonce, ciphertext, key.record_id.bytes))
