"""Who may, in words of the field; each word knows what it means from the facts of `people` alone.

Nothing here asks the program. The words come from the design: an office sees its own ledgers, a unit what it
owes, a reader his ledger, an inspector his division and what is below it, and a higher level nothing of what
a lower one keeps for itself. Who acts on an item stands in the table of transitions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from guatu.ledgers.permissions import LABELS, Part
from guatu.ledgers.transitions import Transition
from tests.matrix.people import Actor, Held, Place

Asks = Callable[[Actor, Place], bool]


@dataclass(frozen=True, slots=True)
class Word:
    """Who, as the document says it, and whether that is so for somebody and a place."""

    label: str
    holds: Asks

    def __or__(self, other: "Word") -> "Word":
        """One or the other."""
        return Word(
            f"{self.label}、{other.label}", lambda who, at: self.holds(who, at) or other.holds(who, at)
        )

    def __and__(self, other: "Word") -> "Word":
        """Who is both."""
        return Word(
            f"{self.label}{other.label}", lambda who, at: self.holds(who, at) and other.holds(who, at)
        )


def _in_office(label: str, *kinds: str) -> Word:
    return Word(label, lambda who, at: who.holds(*kinds, at=at.office))


def _anywhere(label: str, *kinds: str) -> Word:
    return Word(label, lambda who, _: who.holds(*kinds))


def _for_a_unit(label: str, *kinds: str, lead: bool = False) -> Word:
    def asks(who: Actor, at: Place) -> bool:
        units = (at.lead,) if lead else at.units
        return any(who.holds(*kinds, at=unit) for unit in units)

    return Word(label, asks)


_IN_OFFICE: Final = ("coordinator", "verifier", "leader", "inspector", "administrator")

ALL: Final = Word("任何人", lambda _, __: True)
SIGNED_IN: Final = Word("已登录的人", lambda who, _: who.is_let_in)
ABSENT_FOR_ALL: Final = Word("无（没有配置）", lambda _, __: False)

COORDINATOR: Final = _in_office("本办公室督办员", "coordinator")
VERIFIER: Final = _in_office("本办公室核查员", "verifier")
LEADER: Final = _in_office("本办公室领导", "leader")
OFFICE_ADMINISTRATOR: Final = _in_office("本办公室管理员", "administrator")
KEEPER: Final = _in_office("本办公室督办员、管理员", "coordinator", "administrator")
STAFF: Final = _in_office("本办公室人员", "coordinator", "verifier", "leader", "administrator")
SERVES: Final = _in_office("在本办公室任职的", *_IN_OFFICE)
INSPECTS: Final = Word("本区划及上级纪检监督员", lambda who, at: at.division in who.divisions("inspector"))
REGISTRAR: Final = Word("本区划及上级管理员", lambda who, at: at.division in who.divisions("administrator"))
LOOKS_UP: Final = Word(
    "本区划及上级办公室人员", lambda who, at: any(at.division in who.divisions(kind) for kind in _IN_OFFICE)
)
READER: Final = Word("阅览人", lambda who, at: at.code in who.reads)

LEAD_LIAISON: Final = _for_a_unit("牵头单位联络员", "liaison", lead=True)
LEAD_REVIEWER: Final = _for_a_unit("牵头单位审核人", "reviewer", lead=True)
LIAISON: Final = _for_a_unit("承办单位联络员", "liaison")
REVIEWER: Final = _for_a_unit("承办单位审核人", "reviewer")
TOWN_LIAISON: Final = Word("配合单位联络员", lambda who, at: who.holds("liaison", at=at.town))
OWES: Final = _for_a_unit("承办单位", "liaison", "reviewer")
LEAD_UNIT: Final = _for_a_unit("主送（牵头）单位", "liaison", "reviewer", lead=True)

WHOLE_LEDGER: Final = Word("看得到整本台账的", (STAFF | INSPECTS | READER).holds)
SEES: Final = Word("看得到的", (STAFF | INSPECTS | READER | OWES).holds)
OFFICE_SEES: Final = Word("本办公室人员、纪检监督员", (STAFF | INSPECTS).holds)

ANY_OFFICE: Final = _anywhere("在办公室任职的", *_IN_OFFICE)
ANY_COORDINATOR: Final = _anywhere("督办员", "coordinator")
ANY_VERIFIER: Final = _anywhere("核查员", "verifier")
ANY_LEADER: Final = _anywhere("领导", "leader")
ANY_ADMINISTRATOR: Final = _anywhere("管理员", "administrator")
ANY_INSPECTOR: Final = _anywhere("纪检监督员", "inspector")
ANY_KEEPER: Final = _anywhere("督办员、管理员", "coordinator", "administrator")
ANY_LIAISON: Final = _anywhere("联络员", "liaison")
WATCHES: Final = _anywhere("纪检监督员、管理员", "inspector", "administrator")
ANY_SENDER: Final = _anywhere("督办员、核查员", "coordinator", "verifier")
LOOKS_BACK: Final = _anywhere(
    "督办员、核查员、领导、纪检监督员", "coordinator", "verifier", "leader", "inspector"
)
SENDS: Final = _in_office("本办公室督办员、核查员", "coordinator", "verifier")
SEES_CHECKS: Final = Word(
    "本办公室督办员、核查员、领导，纪检监督员",
    (_in_office("", "coordinator", "verifier", "leader") | INSPECTS).holds,
)


def oneself(label: str, of: Asks) -> Word:
    """Whose it is; nobody else, and nobody who stands in for him."""
    return Word(label, lambda who, at: not who.is_standing_in and of(who, at))


ADDRESSEE: Final = oneself("收件人本人", lambda who, at: who.roles == (Held("liaison", at.lead),))
PRINCIPAL: Final = oneself("委托人本人", ADDRESSEE.holds)
OWNER: Final = oneself("存视图的本人", lambda who, at: who.roles == (Held("coordinator", at.office),))

_PARTS: Final = {
    Part.COORDINATOR: COORDINATOR,
    Part.VERIFIER: VERIFIER,
    Part.LEADER: LEADER,
    Part.ADMINISTRATOR: OFFICE_ADMINISTRATOR,
    Part.INSPECTOR: _in_office("本办公室纪检监督员", "inspector"),
    Part.LEAD_LIAISON: LEAD_LIAISON,
    Part.LEAD_REVIEWER: LEAD_REVIEWER,
    Part.UNIT_LIAISON: LIAISON,
    Part.UNIT_REVIEWER: REVIEWER,
}


def acts(*lines: Transition) -> Word:
    """Who may bring about one of these events, by the table of transitions."""
    parts = [part for part in dict.fromkeys(part for line in lines for part in line.who) if part in _PARTS]
    asked = [_PARTS[part] for part in parts]
    return Word(
        "、".join(LABELS[part] for part in parts), lambda who, at: any(one.holds(who, at) for one in asked)
    )
