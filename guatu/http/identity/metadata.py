"""What a provider publishes about itself: its addresses and its keys, remembered for an hour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from guatu.http.identity.doors import OidcDoor, is_safe
from guatu.http.identity.fetching import NoAnswer, fetch

_KEPT: Final = timedelta(hours=1)
_AGAIN: Final = timedelta(seconds=30)
"""Keys are not asked for more often than this, whatever key a token names."""
ALGORITHMS: Final = frozenset(
    ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
)
"""Signatures that only the provider can make; `none` and shared secrets are no such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The published facts that a sign-in needs."""

    authorization: str
    token: str
    keys: str
    people: str
    """Where more is said about a person; may be empty."""
    leaving: str
    """Where one signs out; may be empty."""
    algorithms: frozenset[str]
    takes_basic: bool
    """The secret is sent as a header; else in the form."""


_published: dict[str, tuple[datetime, Metadata]] = {}
_keys: dict[str, tuple[datetime, KeySet]] = {}


def metadata_of(door: OidcDoor, *, at: datetime) -> Metadata:
    """Where the provider's pages are; asked for once an hour."""
    known = _published.get(door.issuer)
    if known is None or at - known[0] > _KEPT:
        found = fetch(f"{door.issuer}/.well-known/openid-configuration", authorities=door.authorities)
        if found.status != 200:
            raise NoAnswer(f"discovery {found.status}")
        known = _published[door.issuer] = at, _read(door, found.data)
    return known[1]


def keys_of(door: OidcDoor, metadata: Metadata, *, at: datetime, is_unknown: bool = False) -> KeySet | None:
    """The provider's keys; asked for anew for a token of an unknown one, None where that was just done."""
    known = _keys.get(door.issuer)
    if known is not None and is_unknown and at - known[0] < _AGAIN:
        return None
    if known is None or is_unknown or at - known[0] > _KEPT:
        found = fetch(metadata.keys, authorities=door.authorities)
        try:
            known = _keys[door.issuer] = at, KeySet.import_key_set(found.data)  # type: ignore[arg-type]
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NoAnswer("keys") from error
    return known[1]


def forget() -> None:
    """Ask anew."""
    _published.clear()
    _keys.clear()


def _read(door: OidcDoor, data: Mapping[str, Any]) -> Metadata:
    if str(data.get("issuer", "")).rstrip("/") != door.issuer:
        raise NoAnswer("issuer")
    names = (
        "authorization_endpoint",
        "token_endpoint",
        "jwks_uri",
        "userinfo_endpoint",
        "end_session_endpoint",
    )
    found = {name: str(data.get(name) or "") for name in names}
    if not all(is_safe(found[name]) for name in names[:3]):
        raise NoAnswer("endpoints")
    offered = data.get("id_token_signing_alg_values_supported", ["RS256"])
    methods = data.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Metadata(
        authorization=found["authorization_endpoint"],
        token=found["token_endpoint"],
        keys=found["jwks_uri"],
        people=found["userinfo_endpoint"],
        leaving=found["end_session_endpoint"] if is_safe(found["end_session_endpoint"]) else "",
        algorithms=ALGORITHMS.intersection(one for one in offered if isinstance(one, str)),
        takes_basic="client_secret_basic" in methods,
    )
