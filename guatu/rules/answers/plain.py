"""An answer as plain data, ready for JSON: figures as decimal text, days as ISO text, verdicts as codes."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from guatu.rules.answers.answering import Answer, Change, ConditionAnswer, Settlement
from guatu.rules.answers.distances import Distance
from guatu.rules.answers.facts import Fact
from guatu.rules.answers.sentences import change_text, condition_sentence, summary
from guatu.rules.meaning.values import Found, Member

Data: TypeAlias = "bool | int | str | list[Data] | dict[str, Data] | None"

_TWO_AND_FIVE = (2, 5)


def as_data(answer: Answer) -> dict[str, Data]:
    return {
        "verdict": answer.verdict.value,
        "day": answer.day.isoformat(),
        "is_near": answer.is_near,
        "near_part": answer.near_part,
        "summary": summary(answer),
        "conditions": [_condition(each) for each in answer.conditions],
        "turns": _turns(answer),
        "settlements": [_settlement(each) for each in answer.settlements],
        "wanting": _facts(answer.wanting),
    }


def _condition(each: ConditionAnswer) -> dict[str, Data]:
    return {
        "number": each.number,
        "text": each.text,
        "verdict": each.verdict.value,
        "wanted": each.wanted.value if each.wanted else None,
        "label": each.words.label,
        "asked": each.words.asked,
        "found": _found(each.words.found),
        "found_text": each.words.found_text,
        "is_stale": each.is_stale,
        "is_asked": each.is_asked,
        "facts": _facts(each.facts),
        "wanting": _facts(each.wanting),
        "distance": _distance(each.distance),
        "sentence": condition_sentence(each),
    }


def _turns(answer: Answer) -> Data:
    if answer.turns is None:
        return None
    ways: list[Data] = [[_change(change, answer) for change in turn.changes] for turn in answer.turns.turns]
    return {"to": answer.turns.to.value, "is_all": answer.turns.is_all, "ways": ways}


def _change(change: Change, answer: Answer) -> dict[str, Data]:
    return {
        "condition": change.condition,
        "to": change.to.value,
        "distance": _distance(change.distance),
        "text": change_text(change, answer),
    }


def _settlement(settlement: Settlement) -> dict[str, Data]:
    conditions: list[Data] = list(settlement.conditions)
    return {"to": settlement.to.value, "facts": _facts(settlement.facts), "conditions": conditions}


def _facts(facts: Iterable[Fact]) -> list[Data]:
    return [
        {
            "kind": fact.kind,
            "name": fact.name,
            "label": fact.label,
            "state": fact.state,
            "source": fact.source,
            "as_of": fact.as_of.isoformat() if fact.as_of else None,
            "is_stale": fact.is_stale,
        }
        for fact in facts
    ]


def _distance(gap: Distance | None) -> Data:
    if gap is None:
        return None
    words: list[Data] = list(gap.words)
    return {"kind": gap.kind, "text": gap.text, "amount": gap.amount, "unit": gap.unit, "words": words}


def _found(found: Found) -> Data:
    """The value in what its field is held in; of events and records how many there are, or count."""
    if found is None or isinstance(found, bool | str):
        return found
    if isinstance(found, date):
        return found.isoformat()
    if isinstance(found, tuple):
        return _members(found)
    return _figure(found) if isinstance(found, Fraction) else str(found)


def _members(found: Sequence[object]) -> Data:
    if all(isinstance(each, str) for each in found):
        return [str(each) for each in found]
    if not all(isinstance(each, Member) for each in found):
        return len(found)
    return [_member(each) for each in found if isinstance(each, Member)]


def _member(member: Member) -> dict[str, Data]:
    since, until = (day.isoformat() if day else None for day in (member.since, member.until))
    return {"value": member.value, "since": since, "until": until}


def _figure(figure: Fraction) -> str:
    """As a decimal where it ends; else as a fraction, 1/3."""
    rest, places = figure.denominator, 0
    while rest > 1 and any(rest % each == 0 for each in _TWO_AND_FIVE):
        rest //= next(each for each in _TWO_AND_FIVE if rest % each == 0)
        places += 1
    if rest > 1:
        return str(figure)
    digits = str(abs(figure.numerator * 10**places // figure.denominator)).rjust(places + 1, "0")
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    return ("-" if figure < 0 else "") + whole + (f".{part}" if part else "")
