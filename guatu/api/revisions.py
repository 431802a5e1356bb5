"""Which state of an item somebody has looked at: a tag of its revision, and of all that its page rests on."""

import hashlib
import re
from typing import Final

from guatu.http.errors import RevisionNeeded, RevisionPassed
from guatu.http.requests import Request
from guatu.ledgers.queries.remembering import Heads

_TAG: Final = re.compile(r'"(\d{1,10})-[0-9a-f]{16}"')
_NONE: Final = 2**31


def etag(request: Request, revision: int, heads: Heads) -> str:
    """The tag of an item for this person today: it differs as soon as anything that is told may differ."""
    clock = request.clock
    rests_on = f"{clock.on} {clock.past} {clock.by} {heads}"
    return f'"{revision}-{hashlib.sha256(rests_on.encode()).hexdigest()[:16]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the program has this very state already."""
    given = request.headers.get("If-None-Match", "")
    return given == "*" or tag in [one.strip().removeprefix("W/") for one in given.split(",")]


def looked_at(request: Request, *, is_needed: bool = False) -> int | None:
    """The revision that If-Match names; any other thing there matches none. None where it says nothing."""
    given = request.headers.get("If-Match", "").strip()
    if not given and is_needed:
        raise RevisionNeeded
    if given in ("", "*"):
        return None
    found = _TAG.fullmatch(given.removeprefix("W/"))
    return int(found[1]) if found else _NONE


def tag(*parts: object) -> str:
    """The tag of what has no revision of its own: of all that could be overwritten."""
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def refuse_unless_seen(request: Request, now: str, *, is_needed: bool = False) -> None:
    """Refuse where If-Match names another state than the one that stands now; call while it is locked."""
    given = request.headers.get("If-Match", "").strip()
    if not given and is_needed:
        raise RevisionNeeded
    if given not in ("", "*") and given.removeprefix("W/") != now:
        raise RevisionPassed("所看的内容刚被别人改过，请重新取回、核对后再办")
