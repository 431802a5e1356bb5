"""Units of a newer version beside those of an item: another lead, new ones, gone ones, other duties."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guatu.ledgers.events import Event
from guatu.ledgers.intake.entries import DutyEntry, Entry, lead_of
from guatu.ledgers.models import Assignment, Item
from guatu.ledgers.revisions.edits import Edit

if TYPE_CHECKING:
    from guatu.ledgers.revisions.proposing import Asked

_LABELS: Final = dict(Assignment.Duty.choices)
_ORDER: Final = list(Assignment.Duty.values)


@dataclass(frozen=True, slots=True)
class Owing:
    """A unit as a version names it; without a key where no unit of the registry is meant."""

    unit_id: int | None
    name: str
    duty: str


def edits(asked: "Asked") -> Iterator[Edit]:
    """What the newer version asks of the units of an item."""
    older, read, newer = (_owing(one) for one in (asked.older, asked.read, asked.newer))
    if _duties(older) == _duties(read) == _duties(newer):
        return
    yield from _lead(asked)
    lead = lead_of(asked.newer)
    leading = {one["unit_id"] for one in (lead, lead_of(asked.older)) if one}
    for key, one in newer.items():
        if one.unit_id in leading and one.duty == Assignment.Duty.LEAD:
            continue
        before = older.get(key)
        if before is None or (before.duty == Assignment.Duty.LEAD and key in leading):
            yield _added(asked, one)
        elif before.duty != one.duty:
            yield from _otherwise(asked, before, one)
    for key, one in older.items():
        if key not in newer and one.duty != Assignment.Duty.LEAD:
            yield from _gone(asked, one)


def _owing(entry: Entry) -> Mapping[object, Owing]:
    """Unit → what it owes in all, the weightiest duty first."""
    found: dict[object, Owing] = {}
    for duty in sorted(entry["duties"], key=lambda one: _ORDER.index(one["duty"])):
        key = duty["unit_id"] or duty["written"]
        found.setdefault(key, Owing(duty["unit_id"], duty["unit"] or duty["written"], duty["duty"]))
    return found


def _duties(owing: Mapping[object, Owing]) -> dict[object, str]:
    return {key: one.duty for key, one in owing.items()}


def _lead(asked: "Asked") -> Iterator[Edit]:
    """Another lead: a draft gets it at once, an item under way is handed over with a custody list."""
    old, read, new = (lead_of(one) for one in (asked.older, asked.read, asked.newer))
    if new is None or _key(old) == _key(read) == _key(new):
        return
    item, now = asked.item, asked.standing.case.lead
    is_so = now is not None and now.unit_id == new["unit_id"]
    is_draft = item.state == Item.State.DRAFT
    is_given = not is_draft and now is not None
    unknown = f"“{new['written']}”没有对上名录，请先在草稿里选单位" if new["unit_id"] is None else ""
    yield Edit(
        what="lead",
        label="牵头单位",
        old=now.unit.name if now else "",
        new=new["unit"] or new["written"],
        item=item.pk,
        place=new["unit_id"],
        event=Event.HANDED_OVER if is_given else Event.ASSIGNED,
        state="done" if is_so else "blocked" if unknown else "open",
        why="" if is_so else unknown,
        note="整项移交，由新牵头单位重新签收，并生成移交清单" if is_given and not is_so else "",
    )


def _key(duty: DutyEntry | None) -> object:
    return (duty["unit_id"] or duty["written"]) if duty else None


def _added(asked: "Asked", one: Owing) -> Edit:
    lead, units = asked.standing.case.lead, asked.standing.case.standing
    leads = lead is not None and lead.unit_id == one.unit_id
    is_so = any(row.unit_id == one.unit_id and row != lead for row in units)
    unknown = f"“{one.name}”没有对上名录，请先在草稿里选单位" if one.unit_id is None else ""
    is_draft = asked.item.state == Item.State.DRAFT
    return Edit(
        what="unit_new",
        label=f"增加{_LABELS[one.duty]}单位",
        new=one.name,
        item=asked.item.pk,
        place=one.unit_id,
        event=Event.ASSIGNED,
        state="done" if is_so else "blocked" if unknown else "open",
        why="" if is_so else unknown,
        note="须同时换牵头单位" if leads and not is_so else "" if is_draft or is_so else "须由它签收",
        values={"duty": one.duty},
    )


def _gone(asked: "Asked", one: Owing) -> Iterator[Edit]:
    rows = [row for row in asked.standing.case.standing if row.unit_id == one.unit_id]
    if one.unit_id is None:
        return
    is_lead = any(row == asked.standing.case.lead for row in rows)
    blocked = is_lead and asked.item.state != Item.State.DRAFT
    yield Edit(
        what="unit_gone",
        label="解除承办单位",
        old=one.name,
        item=asked.item.pk,
        place=one.unit_id,
        event=Event.RELEASED,
        state="done" if not rows else "blocked" if blocked else "open",
        why="现在是牵头单位，请先移交" if blocked else "",
        note="它报过的进展保留" if any(row.reported_on for row in rows) else "",
    )


def _otherwise(asked: "Asked", before: Owing, one: Owing) -> Iterator[Edit]:
    rows = [row for row in asked.standing.case.standing if row.unit_id == one.unit_id]
    if not rows or Assignment.Duty.LEAD in (one.duty, before.duty):
        return
    is_so = any(row.duty == one.duty for row in rows)
    yield Edit(
        what="unit_duty",
        label="职责",
        old=f"{one.name}（{_LABELS[rows[0].duty]}）",
        new=f"{one.name}（{_LABELS[one.duty]}）",
        item=asked.item.pk,
        place=one.unit_id,
        event=Event.ASSIGNED,
        state="done" if is_so else "blocked",
        why="" if is_so else "请在事项页解除后按新职责增加",
    )
