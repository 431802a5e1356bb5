"""The chains that somebody may look through, and their events, newest first."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from guatu.api.answers import answered, day, moment
from guatu.api.shapes.base import Asking, Day, Id, Moment, Told, answers
from guatu.history.models import Event
from guatu.http.errors import Absent
from guatu.http.requests import Request
from guatu.ledgers.queries import chains
from guatu.ledgers.queries.chains import Asked, Page

router = Router(tags=["留痕"])


class ChainTold(Told):
    """A chain and its head."""

    code: str
    name: str
    length: int
    head: str


class EventTold(Told):
    """An event of a chain; what changed stands in the trail of its subject."""

    id: int
    chain: str
    number: int
    event: str
    subject_kind: str
    subject_id: int
    subject: str
    actor: str
    principal: str
    unit: str
    recorded_at: Moment
    happened_on: Day
    hash: str


class Trail(Told):
    """Chains, and a stretch of their events."""

    chains: list[ChainTold]
    events: list[EventTold]
    next: int | None


class TrailAsked(Asking):
    """What is looked for."""

    chain: Annotated[str, Field(max_length=40)] = ""
    event: Annotated[str, Field(max_length=40)] = Field("", description="事由代码，如 item.dispatched")
    person: Annotated[str, Field(max_length=40)] = Field("", description="办理人姓名")
    first: date | None = None
    last: date | None = None
    before: Id | None = Field(None, description="上一次答复里的 next")


@router.get("/trail", response=answers(Trail), summary="留痕，新的在前，一次 50 环")
def trail(request: Request, asked: Query[TrailAsked]) -> HttpResponse:
    """所任职或监督的办公室的留痕；其他人答 404。"""
    asked.refuse_unknown(request)
    who = request.clock.by
    mine = list(chains.visible(who))
    if not mine:
        raise Absent
    names = chains.names(mine)
    wanted = Asked(
        chain=asked.chain,
        kind=asked.event,
        person=asked.person,
        first=asked.first,
        last=asked.last,
        before=asked.before,
    )
    page = chains.page(who, mine, wanted)
    return answered(
        {
            "chains": [
                {"code": one.code, "name": names[one.code], "length": one.length, "head": one.head}
                for one in mine
            ],
            "events": [_told(one, page) for one in page.events],
            "next": page.events[-1].pk if page.older else None,
        }
    )


def _told(one: Event, page: Page) -> dict[str, Any]:
    about = page.subjects.get((one.subject_kind, one.subject_id))
    return {
        "id": one.pk,
        "chain": one.chain.code,
        "number": one.number,
        "event": one.kind,
        "subject_kind": one.subject_kind,
        "subject_id": one.subject_id,
        "subject": about.name if about else "",
        "actor": page.people.get(one.actor_id or 0, ""),
        "principal": page.people.get(one.principal_id or 0, ""),
        "unit": page.units.get(one.unit_id or 0, ""),
        "recorded_at": moment(one.recorded_at),
        "happened_on": day(one.happened_on),
        "hash": one.hash,
    }
