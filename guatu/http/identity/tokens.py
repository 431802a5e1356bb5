"""Signed statements (JWT) of a provider or a gateway: the signature first, then what they claim."""

import logging
import warnings
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeyBase
from joserfc.jws import JWSRegistry

from guatu.http.identity.doors import Door
from guatu.http.identity.errors import NotRecognised

_log: Final = logging.getLogger(__name__)
_LONGEST: Final = 80
"""Characters of an identifier, as the registry keeps it."""


class _Registry(JWSRegistry):
    """Takes heads with certificates in them, and fields that only the provider knows."""

    max_header_length = 8192


def opened(token: str, key: KeyBase, *, algorithms: Collection[str]) -> dict[str, Any]:
    """What a token claims, by a signature of one of the algorithms; `none` is never among them."""
    registry = _Registry(algorithms=list(algorithms), strict_check_header=False)
    with warnings.catch_warnings():  # EdDSA has a newer name, by which few gateways know it yet
        warnings.simplefilter("ignore")
        return jwt.decode(token, key, registry=registry).claims


def check(claims: Mapping[str, Any], door: Door, *, at: datetime, **wanted: str) -> None:
    """Expiry, moments and the claims wanted by name; refuses with the name of the first that fails."""
    options = {name: {"essential": True, "value": value} for name, value in wanted.items()}
    rules = jwt.JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=door.skew,
        **options,  # type: ignore[arg-type]  # plain mappings of that shape
    )
    try:
        rules.validate(dict(claims))
    except JoseError as error:
        raise refused(door, getattr(error, "claim", None) or error.error) from error


def subject_of(door: Door, claims: Mapping[str, Any]) -> str:
    """The identifier that the door looks at; refuses an empty or unfit one."""
    value = claims.get(door.claim)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise refused(door, door.claim)
    subject = str(value).strip()
    if not subject or len(subject) > _LONGEST or not subject.isprintable():
        raise refused(door, door.claim)
    return subject


def has_two_steps(door: Door, claims: Mapping[str, Any]) -> bool:
    """Does the statement name a method that this door takes for a second step?"""
    methods = claims.get("amr")
    said = {one for one in methods if isinstance(one, str)} if isinstance(methods, list) else set()
    if isinstance(level := claims.get("acr"), str):
        said.add(level)
    return not door.two_step.isdisjoint(said)


def refused(door: Door, why: str) -> NotRecognised:
    """The refusal of a statement that does not hold; the log names the door and the check, and nobody."""
    _log.warning("sign-in by %s: refused (%s)", door.name, why)
    return NotRecognised(door=door.label, why=why, help=settings.SIGN_IN_HELP)
