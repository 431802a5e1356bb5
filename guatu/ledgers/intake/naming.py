"""Who owes some of an entry's measures: whom the document names there, as people have settled it since."""

from typing import TypeAlias

from guatu.ledgers.intake.allotting import as_matched, guessed, settle
from guatu.ledgers.intake.editing import without_twice
from guatu.ledgers.intake.entries import DutyCode, DutyEntry, Entry, NamedEntry

_Found: TypeAlias = dict[tuple[str, int], tuple[NamedEntry, list[DutyEntry]]]
"""Name and place of a measure → what the document says there, and the duties that came of it."""


def duties_of(entry: Entry, places: list[int]) -> list[DutyEntry]:
    """The duties of a part of these measures, counted by their places in it; the first named leads it.

    Where the document names nobody at them, whoever owes the whole or the measures owes the part.
    """
    found = _found(entry, places)
    owed: dict[tuple[str, DutyCode], set[int]] = {}
    for (name, at), (one, duties) in found.items():
        owed.setdefault((name, _duty(one, duties)), set()).add(at)
    made = [
        made
        for name, duty, measure in settle(owed, len(places))
        for made in _made(found, name, duty, measure)
    ]
    if not made:
        return [_moved(one, places) for one in entry["duties"] if one["measure"] in (None, *places)]
    added = _by_hand(entry, places)
    if any(one["duty"] == "lead" and one["measure"] is None for one in added):
        made = [{**one, "duty": "responsible"} if one["duty"] == "lead" else one for one in made]
    return without_twice([*guessed(made, owed), *added])


def _found(entry: Entry, places: list[int]) -> _Found:
    """Names that a person has taken away since are none."""
    found: _Found = {}
    for at, place in enumerate(places):
        for one in entry["measures"][place].get("named", ()):
            duties = [
                duty
                for duty in entry["duties"]
                if duty["written"] == one["written"] and duty["measure"] in (None, place)
            ]
            if duties:
                found.setdefault((one["written"], at), (one, duties))
    return found


def _duty(one: NamedEntry, duties: list[DutyEntry]) -> DutyCode:
    """What the document says, unless a person has said otherwise."""
    return next((duty["duty"] for duty in duties if _is_changed(duty)), one["duty"])


def _is_changed(duty: DutyEntry) -> bool:
    return duty["duty"] != duty.get("read_as", duty["duty"])


def _made(found: _Found, name: str, duty: DutyCode, measure: int | None) -> list[DutyEntry]:
    """The units that a name stands for, several for a collective one, under a duty; one of them leads."""
    at = next(place for who, place in found if who == name and measure in (None, place))
    one, duties = found[name, at]
    made: list[DutyEntry] = [
        {
            **as_matched(each),
            "duty": duty,
            "measure": measure,
            "span": one["span"],
            "read_as": each.get("read_as", duty) if _is_changed(each) else duty,
        }
        for each in without_twice([{**each, "measure": None} for each in duties])
    ]
    others: list[DutyEntry] = [{**each, "duty": "responsible"} for each in made[1:]]
    return [*made[:1], *(others if duty == "lead" else made[1:])]


def _by_hand(entry: Entry, places: list[int]) -> list[DutyEntry]:
    """Units that people have added."""
    return [
        _moved(one, places)
        for one in entry["duties"]
        if "read_as" not in one and one["measure"] in (None, *places)
    ]


def _moved(duty: DutyEntry, places: list[int]) -> DutyEntry:
    measure = duty["measure"]
    return {**duty, "measure": None if measure is None else places.index(measure)}
