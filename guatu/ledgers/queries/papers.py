"""Papers drawn up from items: the words that a coordinator sees before he issues one, and what units owe."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from guatu.accounts.models import Office, Role, Unit
from guatu.accounts.queries import Acting, working_calendar
from guatu.ledgers.cases import Case
from guatu.ledgers.models import Assignment, Item, Measure
from guatu.ledgers.queries import paper_contents, visibility
from guatu.ledgers.queries.paper_contents import Lists, chinese_day
from guatu.papers import queries as papers
from guatu.papers.models import Paper

Kind = Paper.Kind
LETTERS: Final = (Kind.LETTER, Kind.REMINDER, Kind.DISPATCH_NOTICE)
"""Kinds that are sent to a unit, about one item or several."""
DRAWN: Final = (*LETTERS, Kind.CLOSE_OUT_SHEET, Kind.CLOSING_REPORT)
"""Kinds that are drawn up from items."""
WITH_WORDS: Final = (*LETTERS, Kind.CLOSING_REPORT)
"""Kinds whose words may be changed before they are issued; a close-out sheet says what the ledger says."""
MOST: Final = 50
_NAMED: Final = 40
_REPLY: Final = 3
"""Working days in which a letter asks for an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A paper before it is issued."""

    kind: str
    office: Office
    items: Sequence[Item]
    unit: Unit | None
    title: str
    text: str
    fields: Mapping[str, str]
    lists: Lists = field(default_factory=dict)

    def body(self, text: str) -> dict[str, object]:
        """What the paper holds, with the words that were given."""
        words = {"正文": text} if self.kind in WITH_WORDS else {}
        return {"fields": {**self.fields, **words}, "lists": self.lists}


def cases(pks: Iterable[int]) -> list[Case]:
    """Items with their measures and units, to look at; nothing is locked, three statements."""
    wanted = list(dict.fromkeys(pks))[:MOST]
    items = Item.objects.filter(pk__in=wanted).select_related("ledger__office__unit", "lead_unit", "standard")
    found = {item.pk: Case(item) for item in items}
    for row in Assignment.objects.filter(item__in=found).select_related("unit").order_by("pk"):
        found[row.item_id].assignments.append(row)
    for measure in Measure.objects.filter(item__in=found, is_dropped=False).order_by("position"):
        found[measure.item_id].measures.append(measure)
    return [found[pk] for pk in wanted if pk in found]


def addressees(some: Sequence[Case]) -> list[Unit]:
    """The units that all these items are with, leads first: to one of them a letter can be sent."""
    common: dict[int, Unit] = {}
    for number, case in enumerate(some):
        own = {row.unit_id: row.unit for row in sorted(case.active, key=_weight)}
        common = own if number == 0 else {pk: unit for pk, unit in common.items() if pk in own}
    return list(common.values())


def _weight(row: Assignment) -> tuple[int, int]:
    return Assignment.Duty.values.index(row.duty), row.pk


def drawn(kind: str, some: Sequence[Case], *, unit: Unit | None, signer: str, on: date) -> Drawn:
    """The paper with its words filled in from the items; refuses what cannot be drawn up from them."""
    first = some[0].item
    common = {"发文机关": first.ledger.office.name, "签发日期": chinese_day(on), "签发人": signer}
    if kind == Kind.CLOSE_OUT_SHEET:
        title, text = f"{first.number} 销号审批表", ""
        fields, lists = paper_contents.close_out(some[0])
    elif kind == Kind.CLOSING_REPORT:
        title = f"关于{_short(first.title)}办结情况的报告"
        (fields, text), lists = paper_contents.closing_report(some[0]), {}
    else:
        title, text = _title(kind, some), _text(kind, some, unit, on)
        fields = {"主送单位": unit.name if unit else "", "事项数": str(len(some))}
        lists = {"事项": paper_contents.items(some, unit, on)}
    return Drawn(
        kind=kind,
        office=first.ledger.office,
        items=[case.item for case in some],
        unit=unit if kind in LETTERS else None,
        title=title,
        text=text,
        fields={**common, **fields},
        lists=lists,
    )


def _short(title: str) -> str:
    return title if len(title) <= _NAMED else f"{title[: _NAMED - 1]}…"


def _title(kind: str, some: Sequence[Case]) -> str:
    named = _short(some[0].item.title)
    about = named if len(some) == 1 else f"{named}等 {len(some)} 个事项"
    return {
        Kind.LETTER.value: f"关于督办{about}的函",
        Kind.REMINDER.value: f"关于{about}的提醒函",
        Kind.DISPATCH_NOTICE.value: f"关于交办{about}的通知",
    }[kind]


def _text(kind: str, some: Sequence[Case], unit: Unit | None, on: date) -> str:
    """The words as they are proposed: paragraphs, one a line."""
    told = _one(some[0], unit, on) if len(some) == 1 else _many(some, unit, on)
    calendar = working_calendar()
    if kind == Kind.DISPATCH_NOTICE:
        signed = chinese_day(calendar.add(on, some[0].item.ledger.office.sign_within))
        return f"现将附表所列 {len(some)} 个事项交贵单位办理，请于{signed}前签收。\n{told}"
    if kind == Kind.REMINDER:
        return f"{told}\n请按时限办理，按期报送进展；办理中有困难的，请及时说明卡在哪里、需要谁来协调。"
    answer = chinese_day(calendar.add(on, _REPLY))
    return f"{told}\n请贵单位查明原因，抓紧办理，于{answer}前书面反馈：完成了什么、卡在哪里、几时办结。"


def _one(case: Case, unit: Unit | None, on: date) -> str:
    row = paper_contents.speaking(case, unit)
    day = paper_contents.due(case, row)
    parts = [f"贵单位{_duty(row)}的事项 {case.item.number}“{case.item.title}”"]
    if day:
        parts.append(f"办结时限{chinese_day(day)}，截至{chinese_day(on)}{paper_contents.left(day, on)}")
    parts.append(f"进度 {paper_contents.progress(case, row)}%")
    if row and row.times_urged:
        parts.append(f"此前已催办 {row.times_urged} 次")
    return f"{'，'.join(parts)}。"


def _duty(row: Assignment | None) -> str:
    """What the unit does in the item, as a verb."""
    return "承办" if row is None or row.duty == Assignment.Duty.RESPONSIBLE else str(row.get_duty_display())


def _many(some: Sequence[Case], unit: Unit | None, on: date) -> str:
    days = [paper_contents.due(case, paper_contents.speaking(case, unit)) for case in some]
    late = [(on - day).days for day in days if day and day < on]
    told = f"贵单位承办的 {len(some)} 个事项（见附表）"
    if not late:
        return f"{told}正在办理，时限和进度见附表。"
    return f"{told}中，截至{chinese_day(on)}有 {len(late)} 个逾期，最长逾期 {max(late)} 天。"


def unsigned(who: Acting) -> Iterator[tuple[Paper, Item, int]]:
    """Papers that a liaison's units have still to sign for, with the first item of each and their count."""
    units = who.units(Role.Kind.LIAISON)
    waiting = list(papers.waiting(units).prefetch_related("subjects")) if units else []
    if not waiting:
        return
    about = {
        one.pk: [row.subject_id for row in one.subjects.all() if row.subject_kind == "item"]
        for one in waiting
    }
    items = visibility.items(who).filter(pk__in=[pk for pks in about.values() for pk in pks])
    found = items.select_related("ledger__office", "lead_unit").in_bulk()
    for one in waiting:
        seen = [found[pk] for pk in about[one.pk] if pk in found]
        if seen:
            yield one, seen[0], len(seen)
