"""Making one entry of two, and several of one."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Final, Literal

from guatu.ledgers.intake.editing import settled, without_twice
from guatu.ledgers.intake.entries import (
    DueEntry,
    DutyEntry,
    Entries,
    Entry,
    MeasureEntry,
    lead_of,
    next_id,
    open_to_change,
)
from guatu.ledgers.intake.errors import NoSuchEntry, NothingToSplit

By = Literal["measure", "deadline", "unit"]
_WORDS: Final[dict[By, str]] = {"measure": "措施", "deadline": "时限", "unit": "责任单位"}
_OWING: Final = ("lead", "responsible")
_TITLE: Final = 200
_SHORT: Final = 40


def merge_up(entries: Sequence[Entry], pk: int) -> Entries:
    """Join an entry to the one above it; its measures, units and source come along, the lead above leads."""
    made = deepcopy(list(entries))
    entry = open_to_change(made, pk)
    above = [one for one in made[: made.index(entry)] if one["status"] not in ("dropped", "entered")]
    if not above:
        raise NoSuchEntry("上一条")
    joined = settled(_joined(above[-1], entry))
    return [joined if one is above[-1] else one for one in made if one is not entry]


def split(entries: Sequence[Entry], pk: int, by: By) -> Entries:
    """One entry for each measure, deadline or responsible unit; the first part keeps the id."""
    made = deepcopy(list(entries))
    entry = open_to_change(made, pk)
    parts = _by_unit(entry) if by == "unit" else _by_measures(entry, by)
    if len(parts) < 2:
        raise NothingToSplit(_WORDS[by])
    first = next_id(made)
    for number, part in enumerate(parts[1:]):
        part["id"] = first + number
    place = made.index(entry)
    made[place : place + 1] = [settled({**part, "status": "unchecked"}) for part in parts]
    return made


def _joined(above: Entry, entry: Entry) -> Entry:
    shift = len(above["measures"])
    added: list[DutyEntry] = [
        {**one, "measure": None if one["measure"] is None else one["measure"] + shift}
        for one in entry["duties"]
    ]
    if lead_of(above):
        added = [{**one, "duty": "responsible"} if _leads_whole(one) else one for one in added]
    problems = [one for one in (above["problem"], entry["problem"]) if one]
    return {
        **above,
        "problem": "；".join(dict.fromkeys(problems)),
        "measures": [*above["measures"], *_own_days(entry, above["due"])],
        "duties": without_twice([*above["duties"], *added]),
        "leaders": [*above["leaders"], *entry["leaders"]],
        "due": _later(above["due"], entry["due"]),
        "sources": [*above["sources"], *entry["sources"]],
        "read_confidence": min(above["read_confidence"], entry["read_confidence"]),
        "status": "unchecked",
    }


def _leads_whole(duty: DutyEntry) -> bool:
    return duty["duty"] == "lead" and duty["measure"] is None


def _own_days(entry: Entry, whole: DueEntry) -> list[MeasureEntry]:
    """Measures that keep the day they had when the whole they belonged to had another."""
    day = entry["due"]["on"]
    return [
        {**one, "deadline": one["deadline"] or (day if day != whole["on"] else None)}
        for one in entry["measures"]
    ]


def _later(one: DueEntry, other: DueEntry) -> DueEntry:
    if other["on"] is None:
        return one
    return other if one["on"] is None or other["on"] > one["on"] else one


def _by_measures(entry: Entry, by: By) -> list[Entry]:
    """Measures that have the same day together, or each alone."""
    groups: dict[str | int | None, list[int]] = {}
    for at, measure in enumerate(entry["measures"]):
        day = measure["deadline"] or entry["due"]["on"]
        groups.setdefault(day if by == "deadline" else at, []).append(at)
    return [_part(entry, places) for places in groups.values()]


def _part(entry: Entry, places: list[int]) -> Entry:
    """The entry with these measures alone, and those who owe them or the whole."""
    part = deepcopy(entry)
    part["measures"] = [part["measures"][at] for at in places]
    days = {one["deadline"] or entry["due"]["on"] for one in part["measures"]}
    if len(days) == 1 and (day := days.pop()):
        text = next((one["due_text"] for one in part["measures"] if one["due_text"]), part["due"]["text"])
        span = next((one["due_span"] for one in part["measures"] if one["due_span"]), part["due"]["span"])
        part["due"] = DueEntry(kind="dated", text=text, on=day, span=span)
        part["measures"] = [{**one, "deadline": None} for one in part["measures"]]
    part["duties"] = [
        {**one, "measure": None if one["measure"] is None else places.index(one["measure"])}
        for one in part["duties"]
        if one["measure"] is None or one["measure"] in places
    ]
    part["title"] = _titled(entry["title"], part["measures"][0]["text"])
    return _whole_where_alone(part)


def _whole_where_alone(part: Entry) -> Entry:
    """With one measure there is no difference between owing it and owing the whole."""
    if len(part["measures"]) == 1:
        part["duties"] = without_twice([{**one, "measure": None} for one in part["duties"]])
    if lead_of(part) is None and part["duties"]:
        first = next((one for one in part["duties"] if one["duty"] == "responsible"), part["duties"][0])
        part["duties"] = [{**one, "duty": "lead"} if one is first else one for one in part["duties"]]
    return part


def _by_unit(entry: Entry) -> list[Entry]:
    """One part for each responsible unit of the whole, which leads it; the former lead watches over all."""
    owing = [one for one in entry["duties"] if one["measure"] is None and one["duty"] == "responsible"]
    parts = []
    for unit in owing:
        part = deepcopy(entry)
        others = [one for one in part["duties"] if one["measure"] is not None or one["duty"] not in _OWING]
        watching: list[DutyEntry] = [
            {**one, "duty": "supervising"} for one in part["duties"] if _leads_whole(one)
        ]
        part["duties"] = without_twice([{**unit, "duty": "lead"}, *watching, *others])
        part["title"] = _titled(entry["title"], unit["unit"] or unit["written"])
        parts.append(part)
    return parts


def _titled(title: str, words: str) -> str:
    return f"{title[: _TITLE - _SHORT - 3]}（{words[:_SHORT]}）"
