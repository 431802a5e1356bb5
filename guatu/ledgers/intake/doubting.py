"""How sure a draft is of an entry, field by field, and in words what is to be looked at."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from guatu.ledgers.intake.entries import NO_DAY, Doubt, DutyEntry, Entries, Entry, day, lead_of, timed
from guatu.ledgers.models import Item

_MISSING: Final = 0.3
_UNCLEAR: Final = 0.5
_KNOWN: Final = 0.95


def judged(entry: Entry) -> Entry:
    """The entry with its confidence and its doubts counted anew."""
    read = entry["read_confidence"]
    fields = {
        "problem": read if entry["problem"] else _MISSING,
        "measures": min((one["confidence"] for one in entry["measures"]), default=_UNCLEAR),
        "lead": _of_lead(entry),
        "units": min((one["confidence"] for one in entry["duties"]), default=_UNCLEAR),
        "due": _of_due(entry),
        "figures": _KNOWN,
    } | dict.fromkeys(entry["touched"], 1.0)
    doubts = list(_doubts(entry))
    low = [value for value in fields.values() if value <= _UNCLEAR]
    whole = min([read, *low, *([_UNCLEAR] if doubts else [])])
    rounded = {name: round(value, 3) for name, value in fields.items()}
    return {**entry, "fields": rounded, "doubts": doubts, "confidence": round(whole, 3)}


def seen_on(entries: Sequence[Entry], on: date) -> Entries:
    """The entries as they are looked at on a day: a deadline that has gone by since is a doubt of its own."""
    return [_seen(entry, on) for entry in entries]


def _seen(entry: Entry, on: date) -> Entry:
    found = past(entry, on) if entry["status"] not in ("entered", "dropped") else []
    if not found:
        return entry
    doubt = Doubt(kind="past", text=f"{'，'.join(found)}，请核对时限；照此交办时还要再确认一次")
    return {
        **entry,
        "doubts": [doubt, *entry["doubts"]],
        "fields": {**entry["fields"], "due": min(_UNCLEAR, entry["fields"].get("due", _UNCLEAR))},
        "confidence": min(_UNCLEAR, entry["confidence"]),
    }


def past(entry: Entry, on: date) -> list[str]:
    """The deadlines of an entry that have gone by, in words: its own, and those of measures not yet done."""
    own = day(entry["due"]["on"])
    found = [f"办结时限 {own} 已过 {(on - own).days} 天"] if own and own < on else []
    for at, measure in enumerate(entry["measures"], start=1):
        due = day(measure["deadline"])
        if due and due < on and not measure["done"]:
            found.append(f"措施 {at} 的时限 {due} 已过 {(on - due).days} 天")
    return found


def _of_lead(entry: Entry) -> float:
    lead = lead_of(entry)
    return lead["confidence"] if lead else _MISSING


def _of_due(entry: Entry) -> float:
    due = entry["due"]
    if due["on"] is not None:
        return _UNCLEAR if _is_several(entry) else _KNOWN
    return _KNOWN if due["kind"] in NO_DAY else _MISSING


def _doubts(entry: Entry) -> Iterator[Doubt]:
    if _is_several(entry):
        times = {timed(one, entry["due"]) for one in entry["measures"]}
        said = "、".join([*sorted(on for _, on in times if on), *_kinds(times)])
        words = (
            f"本条有 {len(times)} 种时限（{said}）和 {len(_groups(entry))} 组责任，建议拆成 {len(times)} 条"
        )
        yield Doubt(kind="split", text=words)
    if not entry["problem"] and not {"problem", "title"} & set(entry["touched"]):
        yield Doubt(kind="problem", text="原文没有写明问题，请核对名称")
    yield from _doubts_on_units(entry)
    due = entry["due"]
    if due["on"] is None and due["kind"] not in NO_DAY:
        words = f"“{due['text']}”算不出日期，请填写时限" if due["text"] else "原文没有写明时限"
        yield Doubt(kind="due", text=words)


def _doubts_on_units(entry: Entry) -> Iterator[Doubt]:
    lead = lead_of(entry)
    if lead is None:
        yield Doubt(kind="lead", text="原文没有写明责任单位")
    elif lead["confidence"] <= _UNCLEAR and lead["unit_id"] is not None:
        yield Doubt(kind="lead", text="原文没有写明牵头单位，暂列第一个")
    for duty in _each_once(one for one in entry["duties"] if one["unit_id"] is None):
        yield Doubt(kind="unit", text=duty["reason"])


def _each_once(duties: Iterable[DutyEntry]) -> Iterable[DutyEntry]:
    return {one["written"]: one for one in duties}.values()


def _is_several(entry: Entry) -> bool:
    """Does it look like more than one matter, and has nobody said that it is one?"""
    return len(_days(entry)) > 1 and len(_groups(entry)) > 1 and "split" not in entry["touched"]


def _days(entry: Entry) -> set[str]:
    """The deadlines of an entry with measures of their own days; those without take that of the whole."""
    own = [one["deadline"] or entry["due"]["on"] for one in entry["measures"]]
    return {on for on in own if on}


def _kinds(times: Iterable[tuple[str, str | None]]) -> list[str]:
    return sorted(str(Item.DueKind(kind).label) for kind, on in times if on is None)


def _groups(entry: Entry) -> set[frozenset[str]]:
    """Who stands at the measures: as many groups as there are different ones."""
    return {
        frozenset(one["written"] for one in entry["duties"] if one["measure"] in (None, at))
        for at in range(len(entry["measures"]))
    }
