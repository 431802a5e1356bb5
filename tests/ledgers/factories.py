"""A county office with its people, and items on their way, made by the actions themselves."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from guatu.accounts.models import Office, Person, Unit
from guatu.accounts.queries import Acting, acting
from guatu.history import store
from guatu.history.models import StoredFile
from guatu.ledgers.actions import (
    adding,
    assignments,
    dispatching,
    ledgers,
    reports,
    requests,
    standards,
    verdicts,
)
from guatu.ledgers.actions.adding import NewDuty, NewItem, NewMeasure
from guatu.ledgers.actions.reports import NewEvidence, NewReport
from guatu.ledgers.actions.verdicts import Judged
from guatu.ledgers.models import Directive, Item, Ledger, StandardCheck, StandardVersion
from tests.accounts.factories import make_division, make_office, make_person, make_unit, moment
from tests.repeating import repeated

DAY: Final = date(2026, 3, 2)
"""The Monday on which everything begins."""
DEADLINE: Final = date(2026, 6, 30)
PNG: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63680000008200"
    "8177cd72b60000000049454e44ae426082"
)


@dataclass(slots=True)
class County:
    """An office, a lead unit, two towns, and one person for each role."""

    office: Office
    lead: Unit
    towns: list[Unit]
    people: dict[str, Person]
    ledger: Ledger
    standard: StandardVersion

    def __call__(self, name: str, on: date = DAY) -> Acting:
        """Somebody as he acts: `county("coordinator")`."""
        found = acting(self.people[name].pk, on=on)
        assert found is not None
        return found

    def when(self, name: str, on: date = DAY) -> dict[str, Any]:
        """By whom, at what moment and on which day: `**county.when("liaison")`."""
        return {"by": self(name, on), "at": moment(on), "on": on}


def make_county(**settings: Any) -> County:
    """A county whose ledger has these settings."""
    division = make_division()
    office = make_office("县督查室", unit=make_unit("县委县政府督查室", division=division))
    lead = make_unit("县供电公司", division=division, kind="enterprise")
    towns = [make_unit(name, division=division, kind="town") for name in ("双桥镇", "石泉镇")]
    desk = make_unit("县核查中心", division=division)
    people = {
        "coordinator": make_person("林知远", roles=[("coordinator", office)]),
        "verifier": make_person("许听澜", unit=desk, roles=[("verifier", office)]),
        "leader": make_person("周行之", roles=[("leader", office)]),
        "inspector": make_person("秦守正", roles=[("inspector", office)]),
        "administrator": make_person("何清源", roles=[("administrator", office)]),
        "liaison": make_person("沈若川", roles=[("liaison", lead)]),
        "reviewer": make_person("陆怀谷", roles=[("reviewer", lead)]),
        "town": make_person("陈念安", roles=[("liaison", towns[0])]),
        "other_town": make_person("宋以宁", roles=[("liaison", towns[1])]),
        "stranger": make_person("路人甲", roles=[("liaison", make_unit(division=division))]),
    }
    county = County(office, lead, towns, people, Ledger(), StandardVersion())
    by = county.when("coordinator")
    county.ledger = ledgers.open_ledger(office=office, name="整改台账", prefix="5G", **by, **settings)
    checks = [
        standards.NewCheck(text="各项措施都完成", method=StandardCheck.Method.MEASURES_DONE),
        standards.NewCheck(text="现场照片", method=StandardCheck.Method.PHOTO_COUNT, least=1),
        standards.NewCheck(text="现场核对属实"),
    ]
    county.standard = standards.publish(
        office=office, code="own", name="转改直", checks=checks, basis="试行", **by
    )
    return county


@repeated
def ledger_with(county: County, *, who: str = "administrator", **settings: Any) -> Ledger:
    """The ledger after somebody has changed its settings: `county.ledger = ledger_with(county, …)`."""
    return ledgers.change(ledger=county.ledger, **settings, **county.when(who))


def new_item(county: County, **values: Any) -> NewItem:
    """An item led by the company, for which two towns are responsible with 6 and 14 places."""
    duties = [
        NewDuty(unit_id=county.lead.pk, duty="lead"),
        NewDuty(unit_id=county.towns[0].pk, duty="responsible", measure=0, target_share=Decimal(6)),
        NewDuty(unit_id=county.towns[1].pk, duty="responsible", measure=0, target_share=Decimal(14)),
    ]
    given: dict[str, Any] = {
        "title": "基站转供电改造推进缓慢",
        "problem": "20 处基站还在用转供电。",
        "deadline": DEADLINE,
        "measures": [NewMeasure(text="完成 20 处改造", target=Decimal(20), quantity_unit="处")],
        "duties": duties,
        "standard": county.standard,
    }
    return NewItem(**(given | values))


@repeated
def make_items(county: County, count: int = 1, **values: Any) -> list[Item]:
    """Drafts."""
    items = [new_item(county, **values) for _ in range(count)]
    return adding.add(ledger=county.ledger, items=items, **county.when("coordinator"))


@repeated
def dispatched(county: County, **values: Any) -> Item:
    """An item that its units have still to sign."""
    item = make_items(county, **values)[0]
    return dispatching.dispatch(pks=[item.pk], **county.when("coordinator"))[0]


@repeated
def signed(county: County, **values: Any) -> Item:
    """An item in progress."""
    item = dispatched(county, **values)
    for unit, person in (
        (county.lead, "liaison"),
        (county.towns[0], "town"),
        (county.towns[1], "other_town"),
    ):
        assignments.sign(pks=[item.pk], unit=unit, **county.when(person))
    return fresh(item)


def photo(number: int = 0) -> StoredFile:
    """A picture whose bytes differ by number."""
    return store.put(PNG + bytes([number]), name="现场.png", at=moment(DAY))


@repeated
def finished(county: County, **values: Any) -> Item:
    """An item in progress whose units have done all they owe."""
    item = signed(county, **values)
    for row in item.assignments.exclude(unit=county.lead):
        person = "town" if row.unit_id == county.towns[0].pk else "other_town"
        proof = NewEvidence(file=photo(row.pk % 250), name=f"{person}.png", measures=[row.measure_id or 0])
        new = NewReport(text="改造完成", achieved=row.target_share, evidence=[proof])
        reports.report(assignment=row.pk, new=new, **county.when(person))
    return fresh(item)


@repeated
def asked(county: County, **values: Any) -> Item:
    """An item whose lead unit has asked to strike it off; the unit's reviewer has passed it on."""
    item = finished(county, **values)
    requests.ask(pk=item.pk, statement="20 处全部改造完成", **county.when("liaison"))
    if county.ledger.needs_lead_review:
        requests.review(pk=item.pk, **county.when("reviewer"))
    return fresh(item)


def all_met(item: Item) -> dict[int, Judged]:
    """Every line that a person judges, met."""
    lines = StandardCheck.objects.filter(version=item.standard, method="person")
    return {line.pk: Judged("met") for line in lines}


@repeated
def closed(county: County, **values: Any) -> Item:
    """An item struck off."""
    item = asked(county, **values)
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))
    return fresh(item)


def fresh(item: Item) -> Item:
    """The item as the database has it now."""
    return Item.objects.select_related("ledger").get(pk=item.pk)


def newer_version(county: County) -> Directive:
    """A document that replaces another one of the office."""
    row: dict[str, Any] = {"office": county.office, "received_on": DAY}
    older = Directive.objects.create(title="整改方案（征求意见稿）", **row)
    return Directive.objects.create(title="整改方案", replaces=older, **row)
