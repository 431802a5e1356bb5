"""Sign-ins that were begun in this browser and wait for the provider's answer; each is taken once."""

import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hmac import compare_digest
from typing import Final

from django.http import HttpRequest

_KEY: Final = "waiting"
_MOST: Final = 5
"""Tabs in which a sign-in may be under way at once."""
_MINUTES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What only this browser's session knows of a sign-in that was begun."""

    door: str
    target: str
    began: float
    state: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))


def begin(request: HttpRequest, *, door: str, target: str, at: datetime) -> Waiting:
    """Remember a sign-in for some minutes; a session of nobody yet lives no longer than that."""
    one = Waiting(door=door, target=target, began=at.timestamp())
    kept = request.session.get(_KEY, [])
    request.session[_KEY] = [*kept[1 - _MOST :], asdict(one)]
    if not request.user.is_authenticated:
        request.session.set_expiry(_MINUTES * 60)
    return one


def take(request: HttpRequest, *, door: str, state: str, at: datetime) -> Waiting | None:
    """The sign-in that an answer belongs to, which no second answer gets; None for a stranger's."""
    kept = request.session.get(_KEY, [])
    found = next((one for one in kept if compare_digest(one["state"].encode(), state.encode())), None)
    if found is None or found["door"] != door:
        return None
    request.session[_KEY] = [one for one in kept if one is not found]
    is_late = not 0 <= at.timestamp() - found["began"] <= _MINUTES * 60
    return None if is_late else Waiting(**found)


def forget(request: HttpRequest) -> None:
    """After somebody is signed in: the session lives as long as any other."""
    request.session.pop(_KEY, None)
    request.session.set_expiry(None)
