"""A gateway inside the network says who somebody is, by a signed header that is good for a minute."""

from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from joserfc.errors import JoseError
from joserfc.jwk import KeyBase, OctKey, OKPKey

from guatu.http.identity import tokens
from guatu.http.identity.doors import GatewayDoor
from guatu.http.identity.errors import NoIdentity
from guatu.http.identity.gateways import comes_from
from guatu.http.identity.providers import Recognised


class Gateway:
    """The header is a JWT: person, moment (`iat`), a number of its own (`jti`), and our host (`aud`)."""

    is_quiet = True

    def __init__(self, door: GatewayDoor) -> None:
        self.door = door

    def begin(self, request: HttpRequest, *, back: str, target: str, at: datetime) -> str:
        """Nowhere else: the next request brings the header too."""
        return f"{back}?{urlencode({'next': target})}"

    def answered(self, request: HttpRequest, *, back: str, at: datetime) -> Recognised:
        """Who the header names, where it is signed, young, for this host, and came through a gateway."""
        token = request.META.get(self.door.meta, "")
        if not token or not comes_from(self.door, request):
            raise NoIdentity(door=self.door.label)
        claims = self._opened(token)
        tokens.check(claims, self.door, at=at, aud=request.get_host())
        self._check_age(claims, at)
        return Recognised(
            door=self.door,
            subject=tokens.subject_of(self.door, claims),
            has_two_steps=tokens.has_two_steps(self.door, claims),
            once=sha256(f"{self.door.name} {self._number(claims)}".encode()).hexdigest(),
        )

    def leaving(self, *, home: str, at: datetime) -> str:
        """One leaves a chat by closing it."""
        return ""

    def _opened(self, token: str) -> dict[str, Any]:
        algorithms = ("HS256", "HS384", "HS512") if self.door.key else ("EdDSA", "Ed25519")
        try:
            return tokens.opened(token, self._key(), algorithms=algorithms)
        except (JoseError, ValueError) as error:
            raise tokens.refused(self.door, "signature") from error

    def _key(self) -> KeyBase:
        if self.door.key:
            return OctKey.import_key(self.door.key)
        return OKPKey.import_key(self.door.public_key)

    def _check_age(self, claims: dict[str, Any], at: datetime) -> None:
        made = claims.get("iat")
        if isinstance(made, bool) or not isinstance(made, int | float):
            raise tokens.refused(self.door, "iat")
        if at.timestamp() - made > self.door.age:
            raise tokens.refused(self.door, "iat")

    def _number(self, claims: dict[str, Any]) -> str:
        number = claims.get("jti")
        if not isinstance(number, str) or not 8 <= len(number) <= 200:
            raise tokens.refused(self.door, "jti")
        return number
