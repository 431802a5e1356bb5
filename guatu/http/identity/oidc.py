"""The county's sign-in by OpenID Connect: authorization code with PKCE, state and nonce."""

import base64
import hashlib
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote_plus, urlencode

from django.conf import settings
from django.http import HttpRequest
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError

from guatu.http.identity import tokens, waiting
from guatu.http.identity.doors import OidcDoor
from guatu.http.identity.errors import Declined, NotAsked, ProviderAway
from guatu.http.identity.fetching import NoAnswer, fetch
from guatu.http.identity.metadata import Metadata, keys_of, metadata_of
from guatu.http.identity.providers import Recognised
from guatu.http.identity.waiting import Waiting

_log: Final = logging.getLogger(__name__)


class Oidc:
    """A provider found by its issuer."""

    is_quiet = False

    def __init__(self, door: OidcDoor) -> None:
        self.door = door

    def begin(self, request: HttpRequest, *, back: str, target: str, at: datetime) -> str:
        """To the provider's own page; what its answer must fit is remembered in this browser's session."""
        metadata = self._metadata(at)
        one = waiting.begin(request, door=self.door.name, target=target, at=at)
        asked = {
            "response_type": "code",
            "client_id": self.door.client_id,
            "redirect_uri": back,
            "scope": self.door.scopes,
            "state": one.state,
            "nonce": one.nonce,
            "code_challenge": _challenge(one.verifier),
            "code_challenge_method": "S256",
        }
        return _with(metadata.authorization, asked)

    def answered(self, request: HttpRequest, *, back: str, at: datetime) -> Recognised:
        """The code becomes a token, the token a person; each answer is taken once."""
        given = request.GET
        one = waiting.take(request, door=self.door.name, state=given.get("state", ""), at=at)
        if one is None:
            raise NotAsked(door=self.door.label)
        if given.get("iss", self.door.issuer).rstrip("/") != self.door.issuer:
            raise tokens.refused(self.door, "iss")
        if "error" in given or not given.get("code"):
            raise Declined(door=self.door.label, help=settings.SIGN_IN_HELP)
        metadata = self._metadata(at)
        try:
            return self._recognised(metadata, one, given["code"], back=back, at=at)
        except NoAnswer as error:
            raise self._away(error) from error

    def leaving(self, *, home: str, at: datetime) -> str:
        """The provider's page to sign out, told by our own mark: no token of anybody is kept for it."""
        metadata = self._metadata(at)
        asked = {"client_id": self.door.client_id, "post_logout_redirect_uri": home}
        return _with(metadata.leaving, asked) if metadata.leaving else ""

    def _recognised(
        self, metadata: Metadata, one: Waiting, code: str, *, back: str, at: datetime
    ) -> Recognised:
        answer = self._exchanged(metadata, one, code, back)
        claims = self._opened(metadata, answer.get("id_token"), at=at)
        tokens.check(
            claims, self.door, at=at, iss=self._issuer(claims), aud=self.door.client_id, nonce=one.nonce
        )
        self._check_shape(claims)
        if self.door.claim not in claims and metadata.people:
            claims = {**self._more(metadata, answer.get("access_token"), claims["sub"]), **claims}
        return Recognised(
            door=self.door,
            subject=tokens.subject_of(self.door, claims),
            has_two_steps=tokens.has_two_steps(self.door, claims),
            target=one.target,
            can_leave=bool(metadata.leaving),
        )

    def _exchanged(self, metadata: Metadata, one: Waiting, code: str, back: str) -> Mapping[str, Any]:
        """The code for tokens, by our secret and by what only this browser's session knows."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "client_id": self.door.client_id,
            "code_verifier": one.verifier,
        }
        headers = {}
        if metadata.takes_basic:
            pair = f"{quote_plus(self.door.client_id)}:{quote_plus(self.door.client_secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form["client_secret"] = self.door.client_secret
        answer = fetch(metadata.token, form=form, headers=headers, authorities=self.door.authorities)
        if answer.status >= 500:
            raise NoAnswer(f"token {answer.status}")
        if answer.status != 200:
            raise tokens.refused(self.door, "code")
        return answer.data

    def _opened(self, metadata: Metadata, token: object, *, at: datetime) -> dict[str, Any]:
        """The claims of the id token, by the provider's keys; a key that is new to us is asked for once."""
        if not isinstance(token, str) or not metadata.algorithms:
            raise tokens.refused(self.door, "id_token")
        keys = keys_of(self.door, metadata, at=at)
        try:
            assert keys is not None  # noqa: S101 - asked without a key that is unknown
            return tokens.opened(token, keys, algorithms=metadata.algorithms)
        except (InvalidKeyIdError, BadSignatureError):
            keys = keys_of(self.door, metadata, at=at, is_unknown=True)
        except (JoseError, ValueError) as error:
            raise tokens.refused(self.door, "signature") from error
        if keys is None:
            raise tokens.refused(self.door, "signature")
        try:
            return tokens.opened(token, keys, algorithms=metadata.algorithms)
        except (JoseError, ValueError) as error:
            raise tokens.refused(self.door, "signature") from error

    def _issuer(self, claims: Mapping[str, Any]) -> str:
        """The issuer with or without the stroke at its end, as the provider writes it itself."""
        written = f"{self.door.issuer}/"
        return written if claims.get("iss") == written else self.door.issuer

    def _check_shape(self, claims: Mapping[str, Any]) -> None:
        """What OpenID Connect asks for beyond JWT: it ends, it began, it is about somebody, and for us."""
        for name in ("exp", "iat", "sub"):
            if not claims.get(name):
                raise tokens.refused(self.door, name)
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != self.door.client_id:
            raise tokens.refused(self.door, "azp")

    def _more(self, metadata: Metadata, token: object, subject: str) -> Mapping[str, Any]:
        """What the provider says of the same person where it is asked for more."""
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            return {}
        headers = {"Authorization": f"Bearer {token}"}
        answer = fetch(metadata.people, headers=headers, authorities=self.door.authorities)
        if answer.status != 200 or answer.data.get("sub") != subject:
            raise tokens.refused(self.door, "userinfo")
        return answer.data

    def _metadata(self, at: datetime) -> Metadata:
        try:
            return metadata_of(self.door, at=at)
        except NoAnswer as error:
            raise self._away(error) from error

    def _away(self, error: NoAnswer) -> ProviderAway:
        _log.warning("sign-in by %s: no answer (%s)", self.door.name, error)
        return ProviderAway(door=self.door.label, help=settings.SIGN_IN_HELP)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _with(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"
