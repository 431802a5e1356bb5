"""The key that signs checkpoints, and the public keys that they are checked with."""

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from guatu.history.errors import KeyDamaged, KeyMissing

PUBLIC: Final = ".pub.pem"
"""How the names of public keys end."""
_BLOCK: Final = re.compile(rb"-----BEGIN ([A-Z ]+)-----.*?-----END \1-----", re.DOTALL)
Keys = dict[str, Ed25519PublicKey]
"""Key id → public key."""


def make_key() -> Path:
    """Make the signing key where there is none yet; only its owner may read it."""
    path = Path(settings.SIGNING_KEY)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    return path


def signing_key() -> Ed25519PrivateKey:
    """The key of this server; refused where there is none."""
    path = Path(settings.SIGNING_KEY)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError as error:
        raise KeyMissing(str(path)) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyDamaged(str(path)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyDamaged(str(path))
    return key


def key_id(key: Ed25519PublicKey) -> str:
    """The SHA-256 of the 32 bytes of a public key."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()


def public_pem(key: Ed25519PublicKey) -> bytes:
    """The public key as a file."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def known_keys(path: Path | None = None) -> Keys:
    """The public keys of a file; without one, that of the signing key and the former ones beside it."""
    if path is not None:
        return read_keys([path])
    own = Path(settings.SIGNING_KEY)
    former = sorted(own.parent.glob(f"*{PUBLIC}")) if own.parent.is_dir() else []
    keys = read_keys(former)
    if own.exists():
        public = signing_key().public_key()
        keys[key_id(public)] = public
    return keys


def read_keys(paths: Iterable[Path]) -> Keys:
    """All public keys of the files; a file may hold several, one after the other."""
    found: Keys = {}
    for path in paths:
        try:
            blocks = [match[0] for match in _BLOCK.finditer(path.read_bytes())]
            keys = [serialization.load_pem_public_key(block) for block in blocks]
        except FileNotFoundError as error:
            raise KeyMissing(str(path)) from error
        except (ValueError, UnsupportedAlgorithm) as error:
            raise KeyDamaged(str(path)) from error
        for key in keys:
            if not isinstance(key, Ed25519PublicKey):
                raise KeyDamaged(str(path))
            found[key_id(key)] = key
        if not keys:
            raise KeyDamaged(str(path))
    return found


def is_signed(key: Ed25519PublicKey, signature: bytes, body: bytes) -> bool:
    """Is the signature that of this key over these bytes?"""
    try:
        key.verify(signature, body)
    except InvalidSignature:
        return False
    return True
