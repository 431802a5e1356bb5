"""A backup under a passphrase: AES-256-GCM in chunks that are numbered and know which is the last.

    GUATUSEALED1\n ‖ salt (16) ‖ chunks of 64 KiB, each with its tag of 16

The key is scrypt (N = 2^17, r = 8, p = 1) of the passphrase and the salt; the nonce of chunk n is n as
eleven bytes, then 01 for the last one, else 00. So no chunk can be altered, moved, repeated or left out, and
no end cut off.
"""

import os
from pathlib import Path
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from guatu.keeping.errors import BackupDamaged, PassphraseShort, PassphraseWrong

MAGIC: Final = b"GUATUSEALED1\n"
_SALT: Final = 16
_CHUNK: Final = 64 * 1024
_TAG: Final = 16
_SHORTEST: Final = 12


def passphrase_of(path: Path) -> bytes:
    """The first line of a file."""
    line = path.read_bytes().partition(b"\n")[0].strip()
    if len(line.decode("utf-8", "replace")) < _SHORTEST:
        raise PassphraseShort
    return line


def _key(passphrase: bytes, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(passphrase))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")


class Sealing:
    """Takes bytes and writes them sealed."""

    def __init__(self, stream: IO[bytes], passphrase: bytes) -> None:
        salt = os.urandom(_SALT)
        self._stream, self._key = stream, _key(passphrase, salt)
        self._waiting = bytearray()
        self._number = 0
        stream.write(MAGIC + salt)

    def write(self, content: bytes) -> int:
        self._waiting += content
        while len(self._waiting) > _CHUNK:  # the last one is not known before the end
            self._seal(bytes(self._waiting[:_CHUNK]), is_last=False)
            del self._waiting[:_CHUNK]
        return len(content)

    def close(self) -> None:
        self._seal(bytes(self._waiting), is_last=True)

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        self._stream.write(self._key.encrypt(_nonce(self._number, is_last=is_last), chunk, MAGIC))
        self._number += 1


class Unsealing:
    """Reads what was sealed; its first bytes, by which it was known, were read already."""

    def __init__(self, stream: IO[bytes], passphrase: bytes) -> None:
        salt = stream.read(_SALT)
        if len(salt) < _SALT:
            raise BackupDamaged(where="加密头")
        self._stream, self._key = stream, _key(passphrase, salt)
        self._next = stream.read(_CHUNK + _TAG)
        self._open = bytearray()
        self._number, self._is_over = 0, False

    def read(self, size: int) -> bytes:
        while len(self._open) < size and not self._is_over:
            self._unseal()
        taken = bytes(self._open[:size])
        del self._open[:size]
        return taken

    def _unseal(self) -> None:
        chunk, self._next = self._next, self._stream.read(_CHUNK + _TAG)
        self._is_over = not self._next
        try:
            self._open += self._key.decrypt(_nonce(self._number, is_last=self._is_over), chunk, MAGIC)
        except InvalidTag as error:
            if self._number == 0:
                raise PassphraseWrong from error
            raise BackupDamaged(where=f"第 {self._number + 1} 段") from error
        self._number += 1
