"""An office's own regime of lights on its way: drafted, asked for, approved by another person."""

from dataclasses import replace
from datetime import date
from typing import Any

from guatu.ledgers.actions import regimes
from guatu.ledgers.lights import writing
from guatu.ledgers.lights.shipped import shipped
from guatu.ledgers.lights.writing import Written, WrittenCase, WrittenRule
from guatu.ledgers.models import RegimeVersion
from guatu.rules.regimes.regime import Light
from tests.accounts.factories import make_person
from tests.ledgers.factories import DAY, County

RED = Light("red", "红灯", "red", "circle", "alarm", "逾期未办结")
GREEN = Light("green", "绿灯", "green", "ring", "normal", "按期推进或已办结")
LATE = WrittenCase(
    case="逾期三天", day=DAY, row={"状态": "办理中", "逾期天数": "3", "长期坚持": "否"}, expect="red"
)


def two_lights(when: str = "逾期天数 ≥ 3天 且 状态 ≠ 已销号", **values: Any) -> Written:
    """Red by this sentence, else green."""
    given: dict[str, Any] = {
        "palette": (RED, GREEN),
        "rules": (WrittenRule(light="red", when=when), WrittenRule(light="green")),
        "cases": (LATE,),
        "source": "本办公室自定",
    }
    return Written(**(given | values))


def blue_alarms() -> Written:
    """Blue says here what red says elsewhere."""
    blue = replace(RED, code="blue", word="蓝灯", colour="blue")
    rules = (WrittenRule(light="blue", when="逾期天数 ≥ 1天"), WrittenRule(light="green"))
    return two_lights(palette=(blue, GREEN), rules=rules, cases=())


def drafted(county: County, written: Written | None = None, *, name: str = "两色灯") -> RegimeVersion:
    """A draft of the coordinator's."""
    by = county.when("coordinator")
    draft = regimes.start(office=county.office, name=name, preset="red_yellow_green", **by)
    return regimes.save(version=draft, written=written or two_lights(), **by)


def asked(county: County, *, starts_on: date = DAY, uses: bool = True, **given: Any) -> RegimeVersion:
    """A version that waits for a second person, with the ledger that is to use it."""
    draft, ledgers = drafted(county, **given), [county.ledger] if uses else []
    return regimes.ask(version=draft, starts_on=starts_on, ledgers=ledgers, **county.when("coordinator"))


def approved(county: County, *, starts_on: date = DAY, uses: bool = True, **given: Any) -> RegimeVersion:
    """A version in force, by the leader's word."""
    version = asked(county, starts_on=starts_on, uses=uses, **given)
    return regimes.approve(version=version, **county.when("leader"))


def preset(code: str) -> Written:
    """A shipped regime in writing."""
    return writing.written_of(shipped()[code])


def second_coordinator(county: County) -> str:
    county.people["second"] = make_person("梁思齐", roles=[("coordinator", county.office)])
    return "second"
