"""What waits for a leader, card by card: what it is, who is stuck and why, and the answers to choose from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse

from guatu.accounts.queries import Acting
from guatu.ledgers.events import Event
from guatu.ledgers.lights.in_force import InForce, in_force
from guatu.ledgers.models import Item, RegimeUse, RegimeVersion
from guatu.ledgers.queries import leading, regimes
from guatu.ledgers.queries.duty import Duty
from guatu.ledgers.queries.leading import Trouble
from guatu.ledgers.queries.standing import is_owed
from guatu.web import lamps, parts, wording

YES, NO = "yes", "no"
_ANSWERS: Final[Mapping[Event, tuple[str, str, str]]] = {
    Event.CLOSE_APPROVED: ("批准销号", "不准", "等您批准销号"),
    Event.SIGN_OFF_APPROVED: ("同意交办", "退回", "等您审签"),
    Event.EXTENSION_APPROVED: ("准予延期", "不准", "等您批延期"),
    Event.CLOSING_REPORT_READ: ("已阅", "批复", "等您阅办结报告"),
}
"""Yes, no, and what is waited for; a no needs words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One matter before the leader."""

    key: str
    event: str
    row: int
    item_pk: int
    number: str
    title: str
    url: str
    light: parts.Light | None
    standing: str
    """Where it stands, in the place of a light."""
    state: parts.State | None = None
    about: str = ""
    facts: Sequence[tuple[str, str]]
    tried: str = ""
    yes: str = ""
    no: str = ""
    hint: str
    asks_day: bool = False
    list_url: str = ""
    list_words: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Lights that wait for the leader's word, and the page on which he sees what they would turn."""

    what: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a card that was refused, and why."""

    key: str = ""
    words: str = ""
    day: str = ""
    problem: str = ""


def decisions(owed: Sequence[Duty], *, on: date) -> list[Card]:
    """Cards of what is owed by a leader; two or three statements."""
    troubles = leading.troubles([one.item for one in owed])
    said = leading.statements([one for one in owed if one.event == Event.CLOSE_APPROVED])
    told = leading.reports([one for one in owed if one.event == Event.CLOSING_REPORT_READ])
    lit_by = in_force(on)
    return [_decision(one, troubles, said, told, lit_by, on) for one in owed]


def _decision(
    duty: Duty,
    troubles: Mapping[int, Trouble],
    said: Mapping[int, str],
    told: Mapping[int, str],
    lit_by: InForce,
    on: date,
) -> Card:
    yes, no, waits = _ANSWERS[duty.event]
    item, row = duty.item, duty.row or 0
    is_list = duty.event == Event.SIGN_OFF_APPROVED
    waited = (on - duty.since).days if duty.since else 0
    words = said.get(row, "") if duty.event == Event.CLOSE_APPROVED else told.get(row, "")
    return Card(
        key=f"{duty.event.value.removeprefix('item.')}-{row}",
        event=duty.event.value,
        row=row,
        item_pk=item.pk,
        number=item.number,
        title=f"{duty.count} 件：{item.title} 等" if is_list and duty.count > 1 else item.title,
        url=reverse("web:item", args=[item.pk]),
        light=light_of(item, lit_by, on),
        standing=item.get_state_display(),
        state=parts.State("ask", f"{waits}，已等 {waited} 天" if waited > 0 else waits),
        about=f"{item.ledger.name}　{item.lead_unit.name if item.lead_unit else ''}",
        facts=list(_facts(duty, troubles.get(item.pk), words)),
        tried=tried(item, troubles.get(item.pk)),
        yes=yes,
        no=no,
        hint=f"写意见；{no}须写明",
        list_url=reverse("web:sign-off", args=[row]) if is_list else "",
        list_words=f"看这 {duty.count} 件" if is_list else "",
    )


def _facts(duty: Duty, trouble: Trouble | None, words: str) -> Iterable[tuple[str, str]]:
    """Who stands behind it, and what is said for it."""
    if duty.event == Event.CLOSE_APPROVED:
        yield "谁申请", duty.unit_name
        yield "完成情况", words
    elif duty.event == Event.EXTENSION_APPROVED:
        yield "谁申请", duty.unit_name
        yield "为什么", duty.note
    elif duty.event == Event.CLOSING_REPORT_READ:
        yield "办结情况", words
    if duty.event != Event.EXTENSION_APPROVED and duty.note:
        yield "到哪一步", duty.note
    if trouble and trouble.why:
        yield "卡在哪里", f"{trouble.unit}：{trouble.why}"


def lights(who: Acting, *, on: date) -> list[Asked]:
    """Regimes and their use that others asked for; two statements, and one for each."""
    return [_lights(one, on) for one in regimes.to_answer(who)]


def _lights(one: RegimeVersion | RegimeUse, on: date) -> Asked:
    asked = wording.short_day(one.asked_on, near=on) if one.asked_on else ""
    starts = wording.short_day(one.starts_on, near=on) if one.starts_on else ""
    about = f"{one.asked_by.name if one.asked_by else ''} {asked} 提请，拟自 {starts} 起亮灯"
    if isinstance(one, RegimeUse):
        what = f"{one.ledger.name}改用“{regimes.name_of(one)}”"
        return Asked(what, about, reverse("web:regimes"))
    what = f"“{one.regime.name}”{one}"
    return Asked(what, about, reverse("web:regime-version", args=[one.regime_id, one.number]))


def stuck(items: Sequence[Item], *, on: date) -> list[Card]:
    """Cards of what is stuck, for the leader to write on; one statement."""
    troubles, lit_by = leading.troubles(items), in_force(on)
    return [_stuck(item, troubles.get(item.pk, Trouble()), lit_by, on) for item in items]


def _stuck(item: Item, trouble: Trouble, lit_by: InForce, on: date) -> Card:
    lead = item.lead_unit.name if item.lead_unit else ""
    return Card(
        key=f"instructed-{item.pk}",
        event=Event.INSTRUCTED.value,
        row=item.pk,
        item_pk=item.pk,
        number=item.number,
        title=item.title,
        url=reverse("web:item", args=[item.pk]),
        light=light_of(item, lit_by, on),
        standing=item.get_state_display(),
        about=f"{item.ledger.name}　进度 {item.progress}%",
        facts=[("卡在谁", trouble.unit or lead), ("为什么", trouble.why or "单位没有说明原因")],
        tried=tried(item, trouble),
        yes="批示",
        hint="写批示",
        asks_day=True,
    )


def light_of(item: Item, lit_by: InForce, on: date) -> parts.Light | None:
    """The light of an item with the days left; nothing for what is not owed any more."""
    due = wording.due(item.deadline, on=on, due_kind=item.due_kind)
    return lamps.timed(item, lit_by, due) if is_owed(item) else None


def tried(item: Item, trouble: Trouble | None) -> str:
    """What was done about it so far."""
    done = [
        f"催办 {trouble.urged} 次" if trouble and trouble.urged else "",
        f"延期 {item.extensions} 次" if item.extensions else "",
        f"退回 {item.times_returned} 次" if item.times_returned else "",
        f"反弹 {item.times_reopened} 次" if item.times_reopened else "",
    ]
    return "，".join(one for one in done if one)
