"""What the page of a draft sends, as a change of its entries; one act of the page is one change."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, cast

from guatu.accounts.models import Unit
from guatu.http.requests import Clock
from guatu.ledgers.errors import WrongDay
from guatu.ledgers.intake import dividing, editing
from guatu.ledgers.intake.dividing import By
from guatu.ledgers.intake.editing import Change
from guatu.ledgers.intake.entries import DutyCode, Entries, Entry, StandardEntry
from guatu.ledgers.intake.errors import NoSuchEntry
from guatu.ledgers.models import Draft, StandardVersion
from guatu.web.views.ledgers.days import Said, said

Given = Mapping[str, str]
Maker = Callable[[Draft, int, Given, Clock], Change]
WORDS: Final = ("title", "problem", "goal", "category", "lead_leader", "sponsor_leader")
OF_MEASURE: Final = ("text", "deadline", "target", "quantity_unit")


def given_by(posted: Given) -> Given:
    """What a page sends: fields that stand once for each measure or unit end in the number of theirs."""
    row = f"-{posted.get('at', '')}"
    return {name.removesuffix(row): value for name, value in posted.items()}


def change_of(draft: Draft, given: Given, clock: Clock) -> Change:
    """The change that was asked for; refuses an act that there is not."""
    maker = _ACTS.get(given.get("act", ""))
    if maker is None:
        raise NoSuchEntry("办法")
    return maker(draft, _number(given, "entry"), given, clock)


def _plain(change: Callable[..., Entries]) -> Maker:
    return lambda draft, pk, given, clock: partial(_applied, change, pk)


def _applied(change: Callable[..., Entries], pk: int, entries: Sequence[Entry]) -> Entries:
    return change(entries, pk)


def _words(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    values = {name: given[name] for name in WORDS if name in given}
    return lambda entries: editing.edit(entries, pk, **values)


def _due(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    """By calendar, by words (6月底前), or the word that there is no day."""
    if kind := given.get("due_kind", ""):
        return lambda entries: editing.set_due(entries, pk, on=None, kind=kind)
    found = _said(given.get("due") or given.get("on", ""), clock, "due")
    return lambda entries: editing.set_due(entries, pk, on=found.day, kind=found.kind)


def _measure(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    values = {name: given[name] for name in OF_MEASURE if name in given}
    if text := values.get("deadline", "").strip():
        day = _said(text, clock, "deadline").day
        values["deadline"] = day.isoformat() if day else ""
    return lambda entries: editing.edit_measure(entries, pk, _number(given, "at"), **values)


def _assign(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    """Say which units a written name means: one, or all of a collective name."""
    pks = [int(one) for one in given.get("unit", "").split(",") if one.isdecimal()]
    units = [(one.pk, one.name) for one in Unit.objects.filter(pk__in=pks)]
    return lambda entries: editing.assign(entries, pk, _number(given, "at"), units)


def _add_unit(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    unit = Unit.objects.filter(pk=_number(given, "unit")).first()
    if unit is None:
        raise NoSuchEntry("单位")
    duty = cast("DutyCode", given.get("duty", "responsible"))
    return lambda entries: editing.add_unit(entries, pk, unit_id=unit.pk, unit=unit.name, duty=duty)


def _set_duty(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    duty = cast("DutyCode", given.get("duty", ""))
    return lambda entries: editing.set_duty(entries, pk, _number(given, "at"), duty)


def _share(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    return lambda entries: editing.set_share(entries, pk, _number(given, "at"), given.get("share", ""))


def _drop_unit(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    return lambda entries: editing.drop_unit(entries, pk, _number(given, "at"))


def _drop_measure(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    return lambda entries: editing.drop_measure(entries, pk, _number(given, "at"))


def _add_measure(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    return lambda entries: editing.add_measure(entries, pk, given.get("added", ""))


def _kind(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    return lambda entries: editing.set_kind(entries, pk, given.get("kind", ""))


def _standard(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    found = StandardVersion.objects.filter(
        pk=_number(given, "standard"), standard__office=draft.office_id
    ).select_related("standard")
    version = found.first()
    chosen = (
        StandardEntry(
            version=version.pk, name=f"{version.standard.name} v{version.number}", reason="人工选定"
        )
        if version
        else None
    )
    return lambda entries: editing.set_standard(entries, pk, chosen)


def _split(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    by = cast("By", given.get("by", "deadline"))
    if by not in ("measure", "deadline", "unit"):
        raise NoSuchEntry("拆分办法")
    return lambda entries: dividing.split(entries, pk, by)


def _move(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    return lambda entries: editing.move(entries, pk, _number(given, "to"))


def _add(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    title = given.get("title", "").strip()
    return lambda entries: editing.add(entries, title=title, after=pk or None)


def _all_sure(draft: Draft, pk: int, given: Given, clock: Clock) -> Change:
    return partial(editing.confirm_all_sure, on=clock.on)


def _said(text: str, clock: Clock, field: str) -> Said:
    found = said(text, today=clock.on, calendar=clock.calendar)
    if found is None:
        why = f"“{text.strip()}”看不出是哪一天，可写 2026-09-30、9月底前、长期坚持"
        raise WrongDay(field=field, why=why if text.strip() else "请填写时限，或选立行立改、定期、长期坚持")
    return found


def _number(given: Given, name: str) -> int:
    text = given.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


_ACTS: Final[Mapping[str, Maker]] = {
    "edit": _words,
    "kind": _kind,
    "due": _due,
    "standard": _standard,
    "add_measure": _add_measure,
    "measure": _measure,
    "drop_measure": _drop_measure,
    "assign": _assign,
    "add_unit": _add_unit,
    "set_duty": _set_duty,
    "share": _share,
    "drop_unit": _drop_unit,
    "split": _split,
    "keep_whole": _plain(editing.keep_whole),
    "merge": _plain(dividing.merge_up),
    "move": _move,
    "add": _add,
    "confirm": _plain(editing.confirm),
    "confirm_all_sure": _all_sure,
    "drop": _plain(editing.drop),
    "later": _plain(editing.put_off),
    "restore": _plain(editing.restore),
}
