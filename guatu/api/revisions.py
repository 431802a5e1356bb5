"""Which state of an item somebody has looked at: a tag of its revision, and of all that its page rests on."""

import hashlib
import re
from typing import Final

from guatu.http.errors import RevisionNeeded
from guatu.http.requests import Request
from guatu.ledgers.queries.keyset import Heads

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
