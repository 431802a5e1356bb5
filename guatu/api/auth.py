"""Who asks: a program by its token, or one of our own pages by the session of its browser.

A token acts as its person, with his roles of the day. Tokens are made by the keeper of the server alone and
are long and random, so no one-time code is asked of them; but where codes are asked of a person, a token of
his must have a last day.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from guatu.accounts import queries
from guatu.accounts.actions import tokens
from guatu.accounts.models import Person, Token
from guatu.accounts.queries import Acting
from guatu.http import gates, sessions
from guatu.http.errors import ScopeTooSmall, SignInNeeded, TokenRefused, Unproven
from guatu.http.requests import Request
from guatu.ledgers.queries.remembering import Heads, Memory, heads

SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS"))
LONGEST: Final = 200
memory: Final = Memory(400)


@dataclass(frozen=True, slots=True)
class Caller:
    """By what somebody got in: a token, or None for a session; and where the chains stood then."""

    heads: Heads
    token: Token | None = None


class BearerToken(HttpBearer):
    """`Authorization: Bearer guatu_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        inside: Request = request  # type: ignore[assignment]
        clock = inside.clock
        found = queries.token_of(tokens.digest_of(token)) if len(token) <= LONGEST else None
        if found is None or not found.person.is_active or not found.holds(on=clock.on):
            raise TokenRefused
        inside.user, known = found.person, heads()
        clock.by = _remembered(found.person, clock.on, known)
        if lacks_end(found, inside):
            raise TokenRefused
        if found.scope != Token.Scope.WRITE and request.method not in SAFE:
            raise ScopeTooSmall
        tokens.note_use(found, at=clock.at)
        return Caller(known, found)


def lacks_end(token: Token, request: Request) -> bool:
    """Whether the person is one of whom codes are asked, and the token has no last day."""
    return settings.TOTP_REQUIRED and token.valid_to is None and request.clock.by.holds(*gates.WITH_CODE)


class SessionCookie(AuthBase):
    """The session of somebody signed in; a change needs the proof that one of our own pages sent it."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Caller:
        inside: Request = request  # type: ignore[assignment]
        if "Authorization" in request.headers or not request.user.is_authenticated:
            raise SignInNeeded
        if request.method not in SAFE and check_csrf(request) is not None:
            raise Unproven
        sessions.touch(inside, inside.clock.at)
        if lack := gates.missing(inside):
            raise lack
        return Caller(heads())


def caller(request: Request) -> Caller:
    """Who got in."""
    found: Caller = request.auth  # type: ignore[attr-defined]
    return found


def _remembered(person: Person, on: date, known: Heads) -> Acting:
    """Who the person is on the day: roles and mandates change by events, so equal heads mean equal roles."""
    return memory.get((person.pk, on), lambda: queries.acting_of(person, on=on), at=known)
