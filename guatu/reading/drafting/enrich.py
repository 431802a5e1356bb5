"""What passages say: who owes them, by when, how much, and whether they are done."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from guatu.kernel.days import find_times
from guatu.kernel.units import Directory
from guatu.reading.draft import Due, Item, Measure, Metric, UnitDuty
from guatu.reading.drafting.done import is_done
from guatu.reading.drafting.dues import find_due, read_due_field
from guatu.reading.drafting.duties import Duties, find_duties, read_duty_field
from guatu.reading.drafting.found import Field, FoundItem, FoundMeasure
from guatu.reading.drafting.head import Head
from guatu.reading.drafting.head.days import whole_days
from guatu.reading.drafting.metrics import find_metrics
from guatu.reading.drafting.privacy import without_contacts

_DUTY_FIELDS = {
    "lead_unit",
    "responsible_unit",
    "cooperating_unit",
    "supervising_unit",
    "lead_leader",
    "sponsor_leader",
    "responsible_person",
}
_FIRST_LEADS = re.compile(
    "(?:列|排)(?:在)?(?:首位|第一位?|第一)的?(?:单位|部门)?(?:为|是|系)?牵头|首位(?:单位)?为牵头"
    "|第一个(?:单位)?为牵头"
)
_HEAD_CHARACTERS = 800
_MET = re.compile(r"(?:上午|下午|晚)?[^。\d]{0,60}(?:召开|主持|举行)")
_RELATIVE = re.compile(r"(?:限期)?[一两二三四五六七八九十\d]+个?(?:月|周|日|天|工作日)(?:之)?内")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reading of a passage needs to know of its document."""

    head: Head
    base: date | None
    """The day from which 本周五 and 会后十日内 count."""
    year: int | None
    """The year of days that name none."""
    first_leads: bool
    units: Directory | None

    @property
    def is_reported(self) -> bool:
        """Does the document report what was done, rather than direct what is to be?"""
        return self.head.kind in ("rectification_report", "news")


def setting_of(text: str, head: Head, *, units: Directory | None, day: date | None) -> Setting:
    """The setting of a document; without a day of its own its year is the latest that its text names."""
    base = _meeting_day(text, head.issued_on) if head.kind == "minutes" else None
    base = base or head.issued_on or _first_day(text, head) or day
    years = [int(y) for y in _YEAR.findall((head.title or "") + text[:600])]
    year = base.year if base else max(years, default=None)
    return Setting(head, base, year, bool(_FIRST_LEADS.search(text)), units)


def _meeting_day(text: str, issued_on: date | None) -> date | None:
    """The day of the meeting that minutes record, never after their own: 会后十日内 counts from it."""
    year = issued_on.year if issued_on else None
    for named in find_times(text[:_HEAD_CHARACTERS], base=issued_on, year=year):
        if named.last_day and named.precision == "day" and _MET.match(text, named.end):
            is_past = issued_on is None or named.last_day <= issued_on
            return named.last_day if is_past else None
    return None


def _first_day(text: str, head: Head) -> date | None:
    """The first full day that news and the like name, where they bear none of their own."""
    if head.kind not in ("news", "speech", "bulletin"):
        return None
    return next((day.on for day in whole_days(text, 0, _HEAD_CHARACTERS)), None)


def enrich_all(text: str, found: Sequence[FoundItem], setting: Setting) -> list[Item]:
    """Items with all that can be read from their passages; 同上 takes the duties of the item before."""
    items: list[Item] = []
    above = Duties()
    for one in found:
        shared = _field_duties(text, one.fields)
        if shared.same_as_above:
            shared = above
        if setting.first_leads and shared.owners and shared.lead is None:
            shared = replace(shared, lead=shared.owners[0])
        above = shared
        items.append(_item(text, one, shared, setting))
    return items


def _item(text: str, found: FoundItem, shared: Duties, setting: Setting) -> Item:
    due = _field_due(text, found.fields, setting)
    shared = _expanded(shared, setting.units)
    return Item(
        no=found.no,
        problem=without_contacts(_joined(text[slice(*found.problem)])) if found.problem else None,
        span=(found.start, found.end),
        heading_path=found.heading_path,
        category=found.category,
        measures=tuple(_measure(text, m, found, shared, due, setting) for m in found.measures),
        duties=shared.units,
        leaders=shared.leaders,
        due=due,
    )


def _measure(
    text: str, found: FoundMeasure, item: FoundItem, shared: Duties, shared_due: Due | None, setting: Setting
) -> Measure:
    start = found.words_start
    words = text[start : found.end]
    duties = _own_duties(text, words, found, item, setting, others_owe=bool(shared.owners))
    if not duties.owners:
        duties = replace(shared, leaders=duties.leaders or shared.leaders)
    due = _due(text, found, item, shared_due, setting)
    return Measure(
        text=without_contacts(words.strip()),
        span=(found.start, found.end),
        owners=duties.owners,
        lead=duties.lead,
        due=due,
        metrics=(
            *find_metrics(words, reported=setting.is_reported, offset=start),
            *(m for f in _of_role(found.fields, "metric") for m in _metrics(text, f)),
        ),
        done=_done(text, found, item, due, setting),
        duties=duties.units,
        leaders=duties.leaders,
    )


def _metrics(text: str, field: Field) -> tuple[Metric, ...]:
    return find_metrics(text[field.start : field.end], reported=False, offset=field.start)


def _due(text: str, found: FoundMeasure, item: FoundItem, shared: Due | None, setting: Setting) -> Due | None:
    """The measure's own cell, its words, the item's field, or the day its progress tells of, in that order.

    A term such as 一个月内 inside a measure gives way to the day of the item.
    """
    words = text[found.words_start : found.end]
    stated = _field_due(text, found.fields, setting)
    if stated and stated.value:
        return stated
    base, year = setting.base, setting.year
    said = find_due(words, base=base, year=year, reported=setting.is_reported, offset=found.words_start)
    if said and shared and shared.value and _RELATIVE.match(said.text):
        said = None
    if due := said or stated or shared:
        return due
    if found.status is None:
        return None
    told = find_due(text[slice(*found.status)], base=base, year=year, reported=True, offset=found.status[0])
    is_completion = told is not None and told.on is not None and base is not None and told.on <= base
    return told if is_completion else None


def _own_duties(
    text: str, words: str, found: FoundMeasure, item: FoundItem, setting: Setting, *, others_owe: bool
) -> Duties:
    """The units of the measure's own fields, else those its words call to act.

    Beside its own 责任单位 stands the 牵头单位 that a merged cell gives to the whole item.
    """
    own_roles = {f.role for f in _of_role(found.fields, *_DUTY_FIELDS)}
    beside = [f for f in item.fields if f.role not in own_roles] if own_roles else []
    stated = _field_duties(text, [*beside, *found.fields])
    head = setting.head
    said = find_duties(
        words,
        kind=head.kind,
        offset=found.words_start,
        writer=(head.issuer,) if head.issuer else (),
        first_leads=setting.first_leads,
        others_owe=others_owe,
    )
    if stated.owners and setting.first_leads and stated.lead is None:
        stated = replace(stated, lead=stated.owners[0])
    own = stated if stated.owners else said
    return _expanded(replace(own, leaders=stated.leaders or said.leaders), setting.units)


def _of_role(fields: Iterable[Field], *roles: str) -> list[Field]:
    return [f for f in fields if f.role in roles]


def _field_duties(text: str, fields: Sequence[Field]) -> Duties:
    """All fields on duties as one: the lead first, then who answers, then who helps."""
    read = [
        read_duty_field(f.label, text[f.start : f.end], offset=f.start)
        for f in _of_role(fields, *_DUTY_FIELDS)
    ]
    units = tuple(u for d in read for u in d.units)
    owners = dict.fromkeys(o for d in sorted(read, key=lambda d: d.lead is None) for o in d.owners)
    return Duties(
        owners=tuple(owners),
        lead=next((d.lead for d in read if d.lead), None) or _assisted(units),
        units=units,
        leaders=tuple(leader for d in read for leader in d.leaders),
        same_as_above=any(d.same_as_above for d in read),
    )


def _assisted(units: Sequence[UnitDuty]) -> str | None:
    """The one unit that answers where a field beside it names who assists."""
    answering = [u.unit for u in units if u.duty == "responsible"]
    return answering[0] if len(answering) == 1 and any(u.duty == "cooperating" for u in units) else None


def _field_due(text: str, fields: Sequence[Field], setting: Setting) -> Due | None:
    for f in _of_role(fields, "due"):
        if due := read_due_field(text[f.start : f.end], base=setting.base, year=setting.year, offset=f.start):
            return due
    return None


def _done(text: str, found: FoundMeasure, item: FoundItem, due: Due | None, setting: Setting) -> bool | None:
    """Finished or not by the measure's own status, its words, or the status of its item, in that order.

    A report that tells of a day still to come tells of something unfinished.
    """
    kind = setting.head.kind
    words = text[found.words_start : found.end]
    own = text[slice(*found.status)] if found.status and not found.is_status_shared else None
    done = is_done(words, kind=kind, status=own)
    if done and own is None and not setting.is_reported and "已" not in words:
        done = None
    if done is None and (shared := _shared_status(text, found, item)):
        done = is_done(words, kind=kind, status=shared)
    if done is None and setting.is_reported and setting.base and due and due.on and due.on > setting.base:
        is_recurring = due.value is not None and due.value.startswith("recurring")
        return None if is_recurring else False
    return done


def _shared_status(text: str, found: FoundMeasure, item: FoundItem) -> str | None:
    """The words on progress that hold for the whole item."""
    if found.status and found.is_status_shared:
        return text[slice(*found.status)]
    stated = _of_role(item.fields, "status")
    return text[stated[0].start : stated[0].end] if stated else None


def _expanded(duties: Duties, units: Directory | None) -> Duties:
    """Short names as the directory spells them out."""
    if units is None:
        return duties
    names = {u.unit: match.unit.name for u in duties.units if (match := units.match(u.unit))}
    return replace(
        duties,
        owners=tuple(dict.fromkeys(names.get(o, o) for o in duties.owners)),
        lead=names.get(duties.lead, duties.lead) if duties.lead else None,
        units=tuple(_spelt_out(u, names) for u in duties.units),
    )


def _spelt_out(unit: UnitDuty, names: dict[str, str]) -> UnitDuty:
    full = names.get(unit.unit, unit.unit)
    return unit if full == unit.unit else replace(unit, unit=full, written=unit.unit)


def _joined(words: str) -> str:
    return re.sub(r"\s*\n\s*", "", words).strip()
