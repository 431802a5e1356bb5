"""Making one entry of two, and several of one."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Final, Literal

from guatu.ledgers.intake import naming
from guatu.ledgers.intake.editing import settled, without_twice
from guatu.ledgers.intake.entries import (
    OWING,
    TITLE,
    DueEntry,
    DutyEntry,
    Entries,
    Entry,
    MeasureEntry,
    counted,
    lead_of,
    line,
    next_id,
    open_to_change,
    timed,
)
from guatu.ledgers.intake.errors import NoSuchEntry, NothingToSplit

By = Literal["measure", "deadline", "unit"]
_WORDS: Final[dict[By, str]] = {"measure": "措施", "deadline": "时限", "unit": "责任单位"}
_DUE_TEXT: Final = 80
_IN_WORDS: Final = tuple("〇零一二三四五六七八九十百")


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
    for at, part in enumerate(parts):
        part["id"] = first + at - 1 if at else entry["id"]
        part["number"] = _numbered(entry["number"], at + 1)
        if at:
            part.pop("restates", None)  # the item of the older version is the first part, the others are new
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
        added = [_led(one) if _leads_whole(one) else one for one in added]
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


def _led(duty: DutyEntry) -> DutyEntry:
    """A lead below another; no person has said that it does not lead its own part."""
    led: DutyEntry = {**duty, "duty": "responsible"}
    if duty.get("read_as") == duty["duty"]:
        led["read_as"] = led["duty"]
    return led


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


def _numbered(number: str, part: int) -> str:
    """The number of a part: 3-1, and 三之1 where the document counts in words."""
    stem = number.strip("()（）")
    if not stem:
        return ""
    return f"{stem}{'之' if stem.endswith(_IN_WORDS) else '-'}{part}"


def _by_measures(entry: Entry, by: By) -> list[Entry]:
    """Measures that have the same day together, or each alone."""
    groups: dict[object, list[int]] = {}
    for at, measure in enumerate(entry["measures"]):
        groups.setdefault(timed(measure, entry["due"]) if by == "deadline" else at, []).append(at)
    return [_part(entry, places) for places in groups.values()]


def _part(entry: Entry, places: list[int]) -> Entry:
    """The entry with these measures alone: their units, time and place in the text; the first names it."""
    part = deepcopy(entry)
    part["measures"] = [part["measures"][at] for at in places]
    part["duties"] = naming.duties_of({**entry, "duties": _shared(entry, places)}, places)
    part["title"] = line(part["measures"][0]["text"])
    _time(part)
    _place(part)
    return _whole_where_alone(part)


def _shared(entry: Entry, places: list[int]) -> list[DutyEntry]:
    """The duties with those shares alone that are of these measures."""
    return [
        {**one, "share": None} if one.get("share") and counted(entry, one) not in places else one
        for one in entry["duties"]
    ]


def _time(part: Entry) -> None:
    """What all its measures are timed by is the time of the part."""
    times = {timed(one, part["due"]) for one in part["measures"]}
    if len(times) > 1:
        return
    kind, on = times.pop()
    said = next((one for one in part["measures"] if one["due_text"]), None)
    text, span = (said["due_text"], said["due_span"]) if said else (part["due"]["text"], part["due"]["span"])
    part["due"] = DueEntry(kind=kind, text=text[:_DUE_TEXT], on=on, span=span)
    part["measures"] = [{**one, "deadline": None} for one in part["measures"]]


def _place(part: Entry) -> None:
    """A part was read from its measures; one that was written by hand stays where the whole was."""
    spans = [one["span"] for one in part["measures"] if one["span"]]
    if not spans:
        return
    part["sources"] = spans
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    part["span"], problem = [start, end], part["problem_span"]
    if problem and not start <= problem[0] < problem[1] <= end:
        part["problem_span"] = None
    first = next(one for one in part["measures"] if one["span"])
    part["paragraph"] = first.get("paragraph", part["paragraph"])


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
        others = [one for one in part["duties"] if one["measure"] is not None or one["duty"] not in OWING]
        watching: list[DutyEntry] = [
            {**one, "duty": "supervising"} for one in part["duties"] if _leads_whole(one)
        ]
        part["duties"] = without_twice([{**unit, "duty": "lead"}, *watching, *others])
        name = f"（{unit['unit'] or unit['written']}）"
        part["title"] = line(entry["title"], TITLE - len(name)) + name
        parts.append(part)
    return parts
