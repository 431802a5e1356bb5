"""Who is asked in the matrix, and where the things are: the facts from which every answer is computed.

Two divisions, the county below its city. In the county two offices; the first keeps one ledger in which the
power company and a town owe, and another in which the water company and another town do. What is here said of
places and people is made by `world`, and is all that `words` may look at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

BELOW: Final[Mapping[str, frozenset[str]]] = {
    "city": frozenset(("city", "county")),
    "county": frozenset(("county",)),
}
"""A division, with itself and what is below it."""
OFFICES: Final[Mapping[str, str]] = {"own": "county", "other": "county", "city": "city"}
"""An office → the division of its unit."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing belongs: its office, and the units that owe something in it, the lead first."""

    code: str
    label: str
    office: str
    lead: str
    town: str
    ledger: str
    """The name of its ledger, which stands nowhere but where the ledger is seen."""
    prefix: str

    @property
    def division(self) -> str:
        return OFFICES[self.office]

    @property
    def units(self) -> frozenset[str]:
        return frozenset((self.lead, self.town))


OWN: Final = Place("own", "本单位的", "own", "power", "town", "供电整改台账", "KMP")
OTHER_UNIT: Final = Place(
    "other_unit", "本办公室其他单位的", "own", "water", "other_town", "供水整改台账", "KMW"
)
OTHER_OFFICE: Final = Place("other_office", "同县他办的", "other", "gas", "third_town", "燃气督查台账", "KMG")
UPPER: Final = Place("upper", "上级的", "city", "rail", "city_town", "轨道督查台账", "KMR")
PLACES: Final = (OWN, OTHER_UNIT, OTHER_OFFICE, UPPER)


@dataclass(frozen=True, slots=True)
class Held:
    """A role: what, in which office or for which unit."""

    kind: str
    at: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks; `reads` are the places whose ledgers he was named a reader of."""

    code: str
    label: str
    roles: tuple[Held, ...] = ()
    reads: frozenset[str] = frozenset()
    is_let_in: bool = True
    is_standing_in: bool = False
    """The roles are another's, who has delegated them."""

    def holds(self, *kinds: str, at: str = "") -> bool:
        """One of these roles, there where a place is named."""
        return any(one.kind in kinds and at in ("", one.at) for one in self.roles)

    def divisions(self, kind: str) -> frozenset[str]:
        """The divisions in sight of a role in an office: that of the office, and below."""
        offices = (one.at for one in self.roles if one.kind == kind and one.at in OFFICES)
        return frozenset(below for office in offices for below in BELOW[OFFICES[office]])


def _of_office(code: str, label: str, office: str, kind: str) -> Actor:
    return Actor(code, label, (Held(kind, office),))


ACTORS: Final = (
    _of_office("coordinator", "督办员", "own", "coordinator"),
    _of_office("verifier", "核查员", "own", "verifier"),
    _of_office("leader", "领导", "own", "leader"),
    _of_office("inspector", "纪检监督员", "own", "inspector"),
    _of_office("administrator", "管理员", "own", "administrator"),
    Actor("liaison", "联络员", (Held("liaison", "power"),)),
    Actor("reviewer", "单位审核人", (Held("reviewer", "power"),)),
    Actor("town", "镇街联络员", (Held("liaison", "town"),)),
    Actor("reader", "阅览人", reads=frozenset(("own",))),
    Actor("delegate", "代督办员", (Held("coordinator", "own"),), is_standing_in=True),
    Actor("both", "兼任两办", (Held("administrator", "own"), Held("coordinator", "other"))),
    _of_office("city_coordinator", "上级督办员", "city", "coordinator"),
    _of_office("city_inspector", "上级纪检监督员", "city", "inspector"),
    _of_office("city_administrator", "上级管理员", "city", "administrator"),
    Actor("gone", "已停用", (Held("coordinator", "own"),), is_let_in=False),
    Actor("nobody", "未登录", is_let_in=False),
)
BY_CODE: Final[Mapping[str, Actor]] = {one.code: one for one in ACTORS}
