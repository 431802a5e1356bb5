"""Units told to act, or reported acting, in running text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from guatu.kernel.units import UnitMention, find_units
from guatu.reading.draft import Duty, Kind, Span, UnitDuty
from guatu.reading.drafting.duties import phrases
from guatu.reading.drafting.duties.duties import Claim


@dataclass(frozen=True, slots=True)
class Group:
    """Units named in one breath, with the words before them in the clause and after them in the sentence."""

    units: tuple[UnitMention, ...]
    left: str
    right: str
    is_people: bool
    """Its leaders are spoken of: 县政府分管领导."""
    is_abroad: bool
    """Its place is named before it: 在云桥县，县政府."""
    is_after_charge: bool
    """The clause before closes with a charge: 县住建局负责，+会同."""


def find_running(text: str, *, kind: Kind, masked: Sequence[Span]) -> Iterator[Claim]:
    """Every unit that has a duty in the sentences of the text; `masked` spans were read as fields."""
    mentions = [
        unit
        for unit in find_units(text)
        if not _within(unit.start, masked) and not phrases.ROLE.search(text, max(0, unit.start - 1), unit.end)
    ]
    for group in _groups(text, mentions):
        duty = _duty(group, kind)
        if duty is None:
            continue
        answers = duty == "responsible" and bool(
            phrases.ANSWERS.match(group.right) or phrases.BY.search(group.left)
        )
        assists = duty == "cooperating" and (not phrases.WITH.search(group.left) or group.is_after_charge)
        for unit in group.units:
            if _may_own(unit, group, kind):
                claimed = UnitDuty(unit.name, duty, (unit.start, unit.end))
                yield Claim(claimed, answers=answers, assists=assists)


def find_addressees(text: str, *, kind: Kind, masked: Sequence[Span]) -> Iterator[Claim]:
    """The units with which the sentences of an order open, whatever the deed: 县财政局+腾挪资金200万元.

    For measures in which nobody is told by a known word.
    """
    if kind not in _ORDERS:
        return
    mentions = [unit for unit in find_units(text) if not _within(unit.start, masked)]
    for group in _groups(text, mentions):
        opens = phrases.OPENS_SENTENCE.search(text, 0, group.units[0].start)
        if group.is_people or not opens or not phrases.PREDICATE.match(group.right):
            continue
        if phrases.FAULT.search(phrases.own_clause(group.right)):
            continue
        for unit in group.units:
            if _may_own(unit, group, kind) and unit.form != "collective":
                yield Claim(UnitDuty(unit.name, "responsible", (unit.start, unit.end)))


def _within(place: int, spans: Sequence[Span]) -> bool:
    return any(start <= place < end for start, end in spans)


def _groups(text: str, mentions: Sequence[UnitMention]) -> Iterator[Group]:
    """Mentions joined by 、和及与 or by nothing make one group."""
    place = 0
    while place < len(mentions):
        last = place
        while last + 1 < len(mentions) and _are_joined(text, mentions[last], mentions[last + 1]):
            last += 1
        first, end = mentions[place].start, mentions[last].end
        clause = phrases.clause_start(text, first)
        left = text[clause:first]
        tail = phrases.TAIL.match(text, end)
        end = tail.end() if tail else end
        right = phrases.after_apposition(text[end : phrases.sentence_end(text, end)])
        if not phrases.in_title(text, first):
            is_after_charge = text.endswith(("负责，", "负责,"), 0, clause)
            is_abroad = bool(phrases.STANDS_ABROAD.search(text, max(0, clause - 8), clause))
            units = tuple(_unapposed(mentions[place : last + 1]))
            yield Group(units, left, right, text[end - 1] in "导人志", is_abroad, is_after_charge)
        place = last + 1


def _are_joined(text: str, one: UnitMention, other: UnitMention) -> bool:
    """A unit named again after a comma opens a clause of its own: 移交县公安局，县公安局已立案."""
    return one.name != other.name and phrases.JOINT.fullmatch(text, one.end, other.start) is not None


def _unapposed(mentions: Sequence[UnitMention]) -> Iterator[UnitMention]:
    """The units but for what the next one is called: 项目代建单位+云桥城建集团."""
    for unit, after in pairwise([*mentions, None]):
        is_role = unit is not None and unit.form == "collective" and phrases.PROJECT_ROLE.fullmatch(unit.name)
        if unit and not (is_role and after and after.start == unit.end):
            yield unit


def _duty(group: Group, kind: Kind) -> Duty | None:
    """What the group owes: first by the words before it, then by the words after it."""
    left, right = group.left, group.right
    if phrases.NAMED_LEAD.search(left) or phrases.AS_LEAD.match(right):
        return "lead"
    if phrases.BY.search(left):
        return _by(right)
    if left.endswith("安排") and phrases.FUNDED.match(right):
        return None
    if phrases.ASK.search(left):
        return "lead" if phrases.LEADS.match(right) else "responsible"
    if phrases.WITH.search(left):
        return "cooperating"
    if phrases.HELP.search(left):
        return None if kind == "rectification_report" else "responsible"
    if phrases.ORDER_TO.search(left):
        return "responsible" if phrases.ORDER.match(right) or phrases.ORDERED_LATER.match(right) else None
    if phrases.COORDINATED.search(left):
        return "responsible" if phrases.acts(right) else None
    if phrases.BLOCKED.search(left) and not phrases.OPENING.fullmatch(left):
        return None
    return _as_subject(left, right, kind)


def _by(right: str) -> Duty | None:
    if phrases.LEADS.match(right) or phrases.COORDINATES.match(right):
        return "lead"
    if phrases.HELPS.match(right):
        return "cooperating"
    return None if phrases.MOVED.match(right) else "responsible"


def _as_subject(left: str, right: str, kind: Kind) -> Duty | None:
    if phrases.LEADS.match(right):
        return "lead"
    if phrases.HELPS.match(right):
        return "cooperating"
    if phrases.TOLD.match(right):
        return "responsible"
    if not phrases.OPENING.fullmatch(left):
        return None
    if phrases.STILL_OPEN.match(right) or phrases.AMENDS.match(right):
        return "responsible"
    is_faulted = phrases.FAULT.search(phrases.own_clause(right))
    is_deed = phrases.acts(right) or (kind in _DIRECTIVES and phrases.may_act(right))
    return "responsible" if is_deed and not is_faulted else None


_DIRECTIVES: frozenset[Kind] = frozenset({"task_plan", "minutes", "instruction", "speech"})
"""Genres whose sentences are orders: there a unit with any verb at all is told to act."""


_ORDERS: frozenset[Kind] = frozenset({"task_plan", "rectification_plan", "minutes", "instruction"})
"""Genres whose measures are orders throughout, whoever speaks."""


def _is_called(group: Group) -> bool:
    """Is the group asked, urged, joined or ordered by the words around it?"""
    return bool(
        phrases.ASK.search(group.left)
        or phrases.HELP.search(group.left)
        or phrases.URGE.search(group.left)
        or phrases.WITH.search(group.left)
        or phrases.COORDINATED.search(group.left)
        or phrases.ORDER_TO.search(group.left)
        or phrases.TOLD.match(group.right)
    )


def _may_own(unit: UnitMention, group: Group, kind: Kind) -> bool:
    """Organs above and bodies without a name act only where they are told to."""
    told = bool(
        phrases.BY.search(group.left)
        or phrases.ORDERED.search(group.left)
        or phrases.LEADS.match(group.right)
    )
    is_above = phrases.ABOVE.fullmatch(unit.name)
    is_place_named = group.is_abroad or any(phrases.GOVERNMENT.fullmatch(u.name) for u in group.units)
    if is_above and not is_place_named:
        return kind == "policy" or bool(phrases.BY.search(group.left) and not group.is_people)
    if phrases.PLACE.fullmatch(unit.name) and kind != "rectification_report":
        return told or _is_called(group)
    if is_above or phrases.GOVERNMENT.fullmatch(unit.name):
        return told or _is_called(group) or _is_own_deed(group, kind)
    if phrases.VAGUE.fullmatch(unit.name) and phrases.URGE.search(group.left):
        return False
    if unit.form != "collective" or told or phrases.TOWN_LIKE.search(unit.name):
        return True
    return kind != "rectification_report" and not phrases.URGE.search(group.left)


def _is_own_deed(group: Group, kind: Kind) -> bool:
    """云桥县政府组织实施 in a plan or a report; in a speech it is who sets the task."""
    return kind != "speech" and not phrases.ATTENDS.match(group.right)
