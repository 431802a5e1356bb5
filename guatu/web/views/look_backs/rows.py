"""The rows of the page of look-backs, ready to be laid out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, LookBack, Risk
from guatu.ledgers.risks import Judged
from guatu.web import parts, wording
from guatu.web.views.items.registry import url_of

_RISK_TONES: Final[Mapping[str, parts.Tone]] = {Risk.HIGH: "primary", Risk.MIDDLE: "", Risk.LOW: ""}
RESULTS: Final[Mapping[str, parts.State]] = {
    LookBack.State.HOLDS: parts.State("done", "稳定"),
    LookBack.State.MOSTLY: parts.State("check", "基本稳定"),
    LookBack.State.RELAPSED: parts.State("back", "反弹"),
    LookBack.State.DROPPED: parts.State("wait", "不看"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One closed item, with what was decided or found of it."""

    pk: int
    number: str
    title: str
    unit: str
    ledger: str
    closed: str
    risk: str = ""
    risk_tone: parts.Tone = ""
    why: str = ""
    due: parts.Due | None = None
    who: str = ""
    result: parts.State | None = None
    words: str = ""
    done: str = ""
    is_drawn: bool = False
    is_accepted: bool = True
    look_url: str = ""
    relapse_url: str = ""


def undecided(item: Item, judged: Judged, planned: LookBack | None, *, on: date) -> Row:
    """A closed item with the day that its risk proposes, or that its ledger has set."""
    day = planned.due_on if planned else judged.due_on(item.closed_on or on, on)
    whose = "台账自定" if judged.is_own else f"{judged.days} 天内"
    return Row(
        pk=item.pk,
        number=item.number,
        title=item.title,
        unit=item.lead_unit.name if item.lead_unit else "",
        ledger=item.ledger.name,
        closed=wording.short_day(item.closed_on, near=on),
        risk=str(judged.risk.label),
        risk_tone=_RISK_TONES[judged.risk],
        why=_reason(judged.why),
        due=parts.Due(wording.short_day(day, near=on), whose),
        is_accepted=False,
    )


def looked(rows: Iterable[LookBack], *, on: date, may_look: frozenset[int] = frozenset()) -> Iterator[Row]:
    """Look-backs that are planned, done or dropped; `may_look` are those that this person may do."""
    for one in rows:
        item = one.item
        is_planned = one.state == LookBack.State.PLANNED
        yield Row(
            pk=item.pk,
            number=item.number,
            title=item.title,
            unit=item.lead_unit.name if item.lead_unit else "",
            ledger=item.ledger.name,
            closed=wording.short_day(item.closed_on, near=on),
            risk=str(Risk(one.risk).label) if one.risk else "",
            risk_tone=_RISK_TONES[one.risk] if one.risk else "",
            why=_reason(one.why),
            due=wording.due(one.due_on, on=on, is_done=not is_planned),
            who=_who(one),
            result=RESULTS.get(one.state),
            words=one.finding,
            done=wording.short_day(one.done_on, near=on),
            is_drawn=one.draw_id is not None,
            is_accepted=one.accepted_on is not None,
            look_url=url_of(Event.LOOK_BACK_HELD, item.pk) if one.pk in may_look else "",
            relapse_url=url_of(Event.REOPENED, item.pk) if one.pk in may_look else "",
        )


def _who(one: LookBack) -> str:
    person = one.done_by or one.looker
    return person.name if person else "任一核查员"


def _reason(why: str) -> str:
    """Why the risk is so, without the risk, which stands beside it."""
    return why.partition("：")[2] or why


def rate_url(name: str, key: int | str, *, relapsed: bool) -> str:
    """The list that a figure of the rates counts."""
    words = {"show": "looked", name: key} | ({"result": LookBack.State.RELAPSED.value} if relapsed else {})
    return f"{reverse('web:look-backs')}?{urlencode(words)}"
