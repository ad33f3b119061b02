"""A data key for each case: sealing under it, opening, and the key that wraps them all.

Sealed bytes are AES-256-GCM (NIST SP 800-38D) under the key of the case, with a random 96-bit
nonce in front; the associated data names the place that they belong to, so that they cannot be
moved to another. Whoever destroys a case's key has erased what was sealed under it, in backups too.
"""

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
CACHED_KEYS = 8_192
"""Each takes some 1.5 KB of memory, most of it the cipher's own."""

KNOWN_PERSONS = 20_000
COMPRESSED_FROM = 4_096
"""Bytes from which sealing compresses first: below, zstd gains little."""

_UNWRAPPED, _WRAPPED = b"\0", b"\1"
_PLAIN, _ZSTD = b"\0", b"\1"


class KeyDestroyed(Exception):
    """The key of the case is gone, and with it whatever it sealed."""


class WrongEncryptionKey(Exception):
    """The store's keys were wrapped under another encryption key than the one configured."""


Entropy = Callable[[int], bytes]
"""Gives that many random bytes, fit for keys."""


@dataclass(frozen=True, slots=True)
class CaseKey:
    """The key of one case: AES-256, ready for use."""

    cipher: AESGCM

    def seal(self, plaintext: bytes, place: bytes, entropy: Entropy) -> bytes:
        """Encrypt, compressed where that pays; only `open` with the same `place` gives it back."""
        if len(plaintext) >= COMPRESSED_FROM:
            body = _ZSTD + zstandard.compress(plaintext, level=1)
        else:
            body = _PLAIN + plaintext
        nonce = entropy(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, body, place)

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """Decrypt; raises `cryptography.exceptions.InvalidTag` if it was altered or moved."""
        body = self.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
        if body[:1] == _ZSTD:
            return zstandard.decompress(body[1:])
        return body[1:]


class KeyWrap:
    """What protects the keys at rest: the operator's encryption key, or nothing."""

    def __init__(self, encryption_key: str | None, entropy: Entropy) -> None:
        """Derive the wrapping key with HKDF-SHA256 (RFC 5869); None leaves keys unwrapped."""
        self._entropy = entropy
        self._cipher: AESGCM | None = None
        if encryption_key is not None:
            derive = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"support-gateway key wrap 1")
            self._cipher = AESGCM(derive.derive(encryption_key.encode()))

    @property
    def wraps(self) -> bool:
        """Whether an encryption key is configured."""
        return self._cipher is not None

    def wrap(self, key: bytes, name: str) -> bytes:
        """Make a key ready to be stored under `name`."""
        if self._cipher is None:
            return _UNWRAPPED + key
        nonce = self._entropy(NONCE_BYTES)
        return _WRAPPED + nonce + self._cipher.encrypt(nonce, key, name.encode())

    def unwrap(self, stored: bytes, name: str) -> bytes:
        """Give the key back; raises `WrongEncryptionKey`."""
        if stored[:1] == _UNWRAPPED:
            return stored[1:]
        if self._cipher is None:
            raise WrongEncryptionKey
        nonce, wrapped = stored[1 : 1 + NONCE_BYTES], stored[1 + NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, wrapped, name.encode())
        except InvalidTag:
            raise WrongEncryptionKey from None


class CaseKeys:
    """The keys of the cases, the most recently used of them in memory."""

    def __init__(self, wrap: KeyWrap, store_key: bytes, entropy: Entropy) -> None:
        """`store_key` is for what must be recognised but not read, such as pseudonyms."""
        self._wrap = wrap
        self._store_key = store_key
        self.entropy = entropy
        self._cached: OrderedDict[str, CaseKey] = OrderedDict()
        self.pseudonym = lru_cache(maxsize=KNOWN_PERSONS)(self._pseudonym)

    def mint(self, case_id: str) -> tuple[CaseKey, bytes]:
        """Make a key for a new case, and its form for the store. It is not kept in memory yet."""
        key = self.entropy(KEY_BYTES)
        return CaseKey(AESGCM(key)), self._wrap.wrap(key, case_id)

    def cached(self, case_id: str) -> CaseKey | None:
        """The key, if it is in memory."""
        key = self._cached.get(case_id)
        if key is not None:
            self._cached.move_to_end(case_id)
        return key

    def unwrapped(self, case_id: str, stored: bytes | None) -> CaseKey:
        """The key out of its stored form, kept; raises `KeyDestroyed` if there is none."""
        if stored is None:
            self.forget(case_id)
            raise KeyDestroyed(case_id)
        key = self.once(case_id, stored)
        self.keep(case_id, key)
        return key

    def once(self, case_id: str, stored: bytes) -> CaseKey:
        """The key out of its stored form, for one use; it is not kept."""
        return CaseKey(AESGCM(self._wrap.unwrap(stored, case_id)))

    def keep(self, case_id: str, key: CaseKey) -> None:
        """Remember a key that the store holds."""
        self._cached[case_id] = key
        if len(self._cached) > CACHED_KEYS:
            self._cached.popitem(last=False)

    def forget(self, case_id: str) -> None:
        """Drop a key from memory."""
        self._cached.pop(case_id, None)

    def keyed_hash(self, purpose: str, *parts: str) -> str:
        """Hash so that only this store can do it again: HMAC-SHA256, 128 bits in hex."""
        message = "\0".join((purpose, *parts)).encode()
        return hmac.new(self._store_key, message, hashlib.sha256).hexdigest()[:32]

    def marking(self, case_id: str) -> Callable[[str, str], str]:
        """What knows a private value of a case again, by the mark's rule and the value."""
        return partial(self.keyed_hash, "mark", case_id)

    def _pseudonym(self, tenant_id: str, user_id: str) -> str:
        """Stand for a user of a tenant where no person may: always by the same name."""
        return "psn_" + self.keyed_hash("person", tenant_id, user_id)
