"""Where sessions are kept, and the list of a person's own: what is open elsewhere, and how to end it.

A session holds keys, days, the door and the kind of browser, no name and no address.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest

from guatu.http.identity.doors import PASSWORD
from guatu.http.identity.providers import door_of
from guatu.http.models import Session

BEGAN, SEEN, DEVICE, DOOR = "began", "seen", "device", "door"
_SEEN_EVERY: Final = timedelta(minutes=30)
_SYSTEMS: Final = (
    ("HarmonyOS", "鸿蒙"),
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_BROWSERS: Final = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


class SessionStore(DatabaseStore):
    """Sessions in the database, each with whose it is."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: Mapping[str, Any]) -> Session:
        row: Session = super().create_model_instance(dict(data))  # type: ignore[assignment]
        if key := data.get(SESSION_KEY):
            row.person_id = int(key)
        row.device = data.get(DEVICE, "")
        row.door = data.get(DOOR, "")
        row.began_at = _moment(data.get(BEGAN))
        row.seen_at = _moment(data.get(SEEN))
        return row


def forget_expired(*, at: datetime) -> int:
    """Drop the sessions that have run out; how many."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A browser in which the person is signed in; `handle` names it without giving its key away."""

    handle: str
    device: str
    door: str
    began_at: datetime | None
    seen_at: datetime | None
    is_this: bool


def begin(request: HttpRequest, at: datetime, *, door: str = PASSWORD) -> None:
    """Note when, by which door and in what kind of browser the session began."""
    request.session[DOOR] = door
    request.session[BEGAN] = request.session[SEEN] = at.isoformat()
    request.session[DEVICE] = device_of(request.headers.get("user-agent", ""))


def touch(request: HttpRequest, at: datetime) -> None:
    """Note that the session is used; at most twice an hour, for it is a write."""
    seen = _moment(request.session.get(SEEN))
    if seen is None or at - seen >= _SEEN_EVERY:
        request.session[SEEN] = at.isoformat()


def of_person(request: HttpRequest, person_id: int, *, at: datetime) -> list[SignedIn]:
    """Where the person is signed in, this browser first, then the latest."""
    rows = Session.objects.filter(person_id=person_id, expire_date__gt=at).order_by("-began_at")
    found = [
        SignedIn(
            handle=_handle(row.session_key),
            device=row.device or "未知设备",
            door=_label(row.door),
            began_at=row.began_at,
            seen_at=row.seen_at,
            is_this=row.session_key == request.session.session_key,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.is_this)


def end_others(request: HttpRequest, person_id: int) -> int:
    """Sign the person out everywhere but here; how many sessions ended."""
    others = Session.objects.filter(person_id=person_id).exclude(session_key=request.session.session_key)
    return others.delete()[0]


def end_one(request: HttpRequest, person_id: int, *, handle: str) -> bool:
    """Sign the person out of one other browser; False where it is gone already, or is this one."""
    for row in Session.objects.filter(person_id=person_id).exclude(session_key=request.session.session_key):
        if _handle(row.session_key) == handle:
            row.delete()
            return True
    return False


def end_all_of(person_id: int) -> int:
    """Sign a person out everywhere, as an administrator does who closes an account."""
    return Session.objects.filter(person_id=person_id).delete()[0]


def device_of(agent: str) -> str:
    """The kind of system and browser, as a person would name them: Windows · Edge."""
    names = (next((name for mark, name in table if mark in agent), "") for table in (_SYSTEMS, _BROWSERS))
    return " · ".join(filter(None, names))


def _label(door: str) -> str:
    """The door as the pages call it; one that is no more is called by its name."""
    known = door_of(door or PASSWORD)
    return known.label if known else door or "密码"


def _handle(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
