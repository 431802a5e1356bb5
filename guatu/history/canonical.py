"""Canonical JSON and the digests of the chain: the same fact has the same bytes on every machine.

UTF-8, NFC, keys sorted by code point, no spaces, no floats (decimals are strings), days as `2026-09-18`,
moments in UTC with six digits and Z. The bytes are stored and hashed as they are; nobody serialises them
again. Test vectors stand in docs/trust.md.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final, TypeAlias

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"
"""What canonical JSON can hold."""

SCHEMA: Final = 1
"""The shape of an event's bytes; a change of shape is a new number."""


def plain(value: object) -> Plain:
    """A value of a field as the chain writes it; a float is refused, for it has no canonical form."""
    if type(value) is str:  # most are
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    match value:
        case None | bool() | int():
            return value
        case str():
            return unicodedata.normalize("NFC", value)
        case Decimal():
            return _decimal(value)
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {_key(key): plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case set() | frozenset():
            return sorted((plain(one) for one in value), key=_ENCODER.encode)
    raise TypeError(f"no canonical form: {value!r}")


def _key(key: object) -> str:
    name = str(key)
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def _decimal(value: Decimal) -> str:
    """All its digits without exponent, without zeros at the end, without a minus before zero."""
    if not value.is_finite():
        raise TypeError(f"no canonical form: {value!r}")
    digits = format(value, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def moment(at: datetime) -> str:
    """A moment as `2026-09-18T01:02:03.000000Z`; one without a time zone is refused."""
    if at.tzinfo is None:
        raise TypeError(f"no time zone: {at!r}")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def canonical(value: Mapping[str, object]) -> bytes:
    """The bytes that are hashed."""
    return _ENCODER.encode(plain(value)).encode()


_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
)


def digest(data: bytes, algorithm: str) -> str:
    """SHA-256 or SM3 of the bytes, in hexadecimal."""
    if algorithm == "sha256":
        return hashlib.sha256(data).hexdigest()
    if algorithm == "sm3":
        return _sm3(data)
    raise ValueError(algorithm)


def _sm3(data: bytes) -> str:
    from cryptography.hazmat.primitives import hashes

    hasher = hashes.Hash(hashes.SM3())
    hasher.update(data)
    return hasher.finalize().hex()


def sealed(content: bytes, salt: bytes, algorithm: str) -> str:
    """The salted digest by which a text or a file enters the chain: it can be redacted, not guessed."""
    return digest(salt + content, algorithm)
