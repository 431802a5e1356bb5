"""Every act of the table of transitions that people do, each under an address of its own."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpResponse
from ninja import File, Router, UploadedFile
from pydantic import Field

from guatu.api import keys, revisions, telling
from guatu.api.acts import closing, office, scheduling, site_checks, units
from guatu.api.acts.base import Act, Doing
from guatu.api.answers import answered, day
from guatu.api.operations.items import loaded
from guatu.api.shapes.base import Day, Given, Id, Told, answers
from guatu.api.shapes.items import ItemTold
from guatu.api.telling import event_of
from guatu.http import uploads
from guatu.http.requests import Request
from guatu.ledgers import acts
from guatu.ledgers.errors import NotYours
from guatu.ledgers.events import Event
from guatu.ledgers.queries import proofs
from guatu.ledgers.queries.item_page import ItemPage
from guatu.ledgers.queries.remembering import heads
from guatu.ledgers.transitions import BY_EVENT

router = Router(tags=["办理"])
ACTS: Final = (*office.ACTS, *scheduling.ACTS, *units.ACTS, *closing.ACTS, *site_checks.ACTS)
_FILED: Final = (
    Event.EVIDENCE_ADDED, Event.DEADLINE_CHANGED, Event.SIGN_OFF_APPROVED, Event.CLOSE_BY_MEETING,
    Event.SITE_CHECK_DONE,
)  # fmt: skip
"""Acts to which files belong."""


def name_of(act: Act) -> str:
    """The last part of an act's address."""
    return act.name or event_of(act.event)


def refuse_strangers(page: ItemPage, *events: Event) -> None:
    """An act is refused to who has no part in it, whatever is given."""
    who = {part for event in events for part in BY_EVENT[event].who}
    if not who.intersection(page.parts):
        line = BY_EVENT[events[0]]
        raise NotYours(deed=line.label, who=[part.label for part in line.who])


def done(request: Request, item_id: int, act: Act, body: Given) -> HttpResponse:
    """Do it once, on what was looked at, and tell the item as it stands then."""
    page = loaded(request, item_id)
    refuse_strangers(page, act.event)
    seen = revisions.looked_at(request, is_needed=act.needs_revision)
    doing = Doing(page, request.clock.deed())

    def perform() -> None:
        if seen is not None:
            acts.load_one(item_id, seen=seen)
        act.perform(doing, body)

    again = keys.only_once(request, perform, lambda: _told(request, item_id))
    return again or _told(request, item_id)


def _told(request: Request, pk: int) -> HttpResponse:
    page = loaded(request, pk)
    return answered(telling.told(page), etag=revisions.etag(request, page.item.revision, heads()))


def header(name: str, about: str, *, is_needed: bool = False) -> dict[str, Any]:
    """For the document: a header of the request."""
    return {
        "in": "header",
        "name": name,
        "required": is_needed,
        "description": about,
        "schema": {"type": "string", "maxLength": 200},
    }


ONCE: Final = header(keys.HEADER, "同一个键只办一次；再来的答事项现状")


def _operation(act: Act) -> None:
    """Put an act under its address, with its own body."""

    def operate(request: Request, item_id: Id, body: Given) -> HttpResponse:
        return done(request, item_id, act, body)

    operate.__annotations__["body"] = act.body
    operate.__name__ = f"act_{name_of(act)}"
    looked_at = header("If-Match", "所看版本的 ETag", is_needed=act.needs_revision)
    line = BY_EVENT[act.event]
    who = "、".join(part.label for part in line.who if part != "clock")
    register: Callable[[Any], Any] = router.post(
        f"/items/{{item_id}}/acts/{name_of(act)}",
        response=answers(ItemTold, 412, 428),
        summary=act.summary or line.label,
        description=f"由{who}办理。{f'须给：{line.needs}。' if line.needs else ''}",
        openapi_extra={"parameters": [looked_at, ONCE]},
    )
    register(operate)


for _act in ACTS:
    _operation(_act)


class SeenBefore(Told):
    """The same file or picture was given before; whose it was is not told."""

    on: Day
    is_here: bool


class FileKept(Told):
    """A file that waits for the act that uses it, for a day."""

    file: str = Field(description="办理时写在 files、paper、minutes 里")
    name: str
    sha256: str
    seen_before: SeenBefore | None
    is_unscanned: bool = Field(description="病毒查杀服务没有应答，这份还没查；没有配置的为 false")


@router.post("/items/{item_id}/files", response=answers(FileKept), summary="上传文件")
def send_file(request: Request, item_id: Id, file: File[UploadedFile]) -> HttpResponse:
    """佐证、依据文件、会议纪要先上传，再在办理时写上答复的 file。大小、类型、密级的要求同页面。"""
    page = loaded(request, item_id)
    refuse_strangers(page, *_FILED)
    deed = request.clock.deed()
    kept = uploads.keep(file, at=deed["at"])
    word = uploads.word_for(kept, person_id=deed["by"].person_id, item_id=item_id)
    found = proofs.seen_before(page.item, kept.sha256)
    seen = {"on": day(found.on), "is_here": found.is_here} if found else None
    told = {"file": word, "name": kept.name, "sha256": kept.sha256, "seen_before": seen}
    return answered(told | {"is_unscanned": kept.is_unscanned})
