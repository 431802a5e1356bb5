"""The world of the matrix: a city above a county, three offices, in each place one of every kind of thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from guatu.accounts.actions import people as person_deeds
from guatu.accounts.actions import roles, tokens, units
from guatu.accounts.models import Division, Office, Person, Role, Unit
from guatu.history import store
from guatu.history.chains import SYSTEM
from guatu.history.models import Enclosure
from guatu.ledgers.actions import (
    deadlines,
    directives,
    ledgers,
    papers,
    redactions,
    regime_uses,
    regimes,
    reports,
    sign_offs,
    standards,
    verdicts,
    views,
)
from guatu.ledgers.actions.reports import NewEvidence, NewReport
from guatu.ledgers.imports import planning
from guatu.ledgers.imports.matters import Matter
from guatu.ledgers.models import Draft, ImportDraft, Item, Ledger, Reader, StandardCheck
from guatu.ledgers.site_checks import deeds as site_checks
from guatu.ledgers.site_checks import visits
from guatu.ledgers.site_checks.results import NewResult
from guatu.notices.models import Notice
from tests.accounts.factories import (
    as_actor,
    make_division,
    make_office,
    make_person,
    make_role,
    make_unit,
    moment,
)
from tests.ledgers.factories import DAY, County, asked, closed, dispatched, finished, make_items, photo
from tests.ledgers.meeting_factories import filed, held, planned, put
from tests.matrix.people import ACTORS, BY_CODE, OFFICES, OWN, PLACES, Place

TODAY: Final = DAY + timedelta(days=7)
"""When everybody asks: units are late to report by then, and a period ends."""
Things = dict[str, int | str]
"""What stands in addresses and bodies, by its name there."""


@dataclass(slots=True)
class World:
    """Who can sign in, and what there is in each place."""

    people: dict[str, int]
    """The actors' numbers; nobody has none."""
    keys: dict[str, str]
    """Their programs' keys."""
    things: dict[str, Things]
    reading_key: str
    """A key of the coordinator that only reads."""


UNITS: Final[Mapping[str, tuple[str, str, str]]] = {
    "power": ("县供电公司", "enterprise", "county"),
    "town": ("双桥镇", "town", "county"),
    "water": ("县水务公司", "enterprise", "county"),
    "other_town": ("石泉镇", "town", "county"),
    "gas": ("县燃气公司", "enterprise", "county"),
    "third_town": ("柳溪镇", "town", "county"),
    "rail": ("市轨道公司", "enterprise", "city"),
    "city_town": ("北滩街道", "town", "city"),
}
NAMES: Final[Mapping[str, str]] = {"own": "县整改办", "other": "县政府督查室", "city": "市督查室"}
IN_OFFICE: Final = ("coordinator", "verifier", "leader", "inspector", "administrator")


@dataclass(slots=True)
class Ground:
    """Divisions, units, offices and who works there."""

    divisions: dict[str, Division]
    units: dict[str, Unit]
    offices: dict[str, Office]
    people: dict[tuple[str, str], Person]
    """By role and place."""


def make_world() -> World:
    """Everything, by the actions that people use; on the day on which the county begins."""
    ground = _ground()
    counties = {place.code: _county(ground, place) for place in PLACES}
    things = {place.code: _things(ground, place, counties[place.code]) for place in PLACES}
    people = _actors(ground, counties[OWN.code])
    keys = {code: _key(person, "write") for code, person in people.items()}
    reading = _key(people["coordinator"], "read")
    gone = people["gone"]
    person_deeds.deactivate(person=gone, by=SYSTEM, at=moment(DAY), on=DAY)
    return World({code: person.pk for code, person in people.items()}, keys, things, reading)


def _ground() -> Ground:
    city = make_division("云江市")
    divisions = {"city": city, "county": make_division("云桥县", parent=city)}
    made = {
        code: make_unit(name, kind=kind, division=divisions[where])
        for code, (name, kind, where) in UNITS.items()
    }
    offices = {
        code: make_office(NAMES[code], unit=make_unit(f"{NAMES[code]}所在单位", division=divisions[where]))
        for code, where in OFFICES.items()
    }
    people: dict[tuple[str, str], Person] = {}
    for code, office in offices.items():
        desk = make_unit(f"{NAMES[code]}核查中心", division=divisions[OFFICES[code]])
        for kind in IN_OFFICE:
            where = desk if kind == "verifier" else None
            people[kind, code] = make_person(unit=where, roles=[(kind, office)])
    for code, unit in made.items():
        people["liaison", code] = make_person(roles=[("liaison", unit)])
        people["reviewer", code] = make_person(roles=[("reviewer", unit)])
    return Ground(divisions, made, offices, people)


def _county(ground: Ground, place: Place) -> County:
    """The place as the factories of items know it: its second town owes nothing but its share."""
    people = {kind: ground.people[kind, place.office] for kind in IN_OFFICE}
    people |= {kind: ground.people[kind, place.lead] for kind in ("liaison", "reviewer")}
    people["town"] = ground.people["liaison", place.town]
    second = make_unit(f"{UNITS[place.town][0]}园区", kind="town", division=ground.divisions[place.division])
    people["other_town"] = make_person(roles=[("liaison", second)])
    towns = [ground.units[place.town], second]
    county = County(ground.offices[place.office], ground.units[place.lead], towns, people, Ledger(), None)  # type: ignore[arg-type]
    by = county.when("coordinator")
    county.ledger = ledgers.open_ledger(
        office=county.office,
        name=place.ledger,
        prefix=place.prefix,
        cadence="weekly",
        due_weekday=DAY.isoweekday(),
        **by,
    )
    checks = [standards.NewCheck(text="措施都完成", method=StandardCheck.Method.MEASURES_DONE)]
    checks += [standards.NewCheck(text="现场核对属实")]
    county.standard = standards.publish(
        office=county.office, code=place.code, name="转改直", checks=checks, basis="试行", **by
    )
    return county


def _things(ground: Ground, place: Place, county: County) -> Things:
    item = finished(county)
    made: Things = {
        "division": ground.divisions[place.division].pk,
        "unit": county.lead.pk,
        "office": county.office.pk,
        "ledger": county.ledger.pk,
        "item": item.pk,
        "assignment": item.assignments.get(unit=county.lead).pk,
        "town_assignment": item.assignments.get(unit=county.towns[0]).pk,
        "measure": item.measures.get().pk,
        "standard": county.standard.standard_id,
        "version": county.standard.pk,
        "chain": county.office.chain,
        "leader": county.people["leader"].pk,
        "dispatched": dispatched(county).pk,
        "closed": closed(county).pk,
    }
    made["report"] = _report(county, made["assignment"])
    parts = (_files, _papers, _documents, _tables, _closing, _looking, _meetings, _registry, _kept, _lights)
    for part in parts:
        made |= part(county, item)
    ledgers.change(ledger=county.ledger, needs_sign_off=True, **county.when("coordinator"))
    return made


def _report(county: County, assignment: int | str) -> int:
    """What the lead unit reported."""
    new = NewReport(text="正在协调", progress=50)
    return reports.report(assignment=int(assignment), new=new, **county.when("liaison")).pk


def _files(county: County, item: Item) -> Things:
    """A proof, and the paper by which a deadline was moved."""
    deadlines.change(
        pk=item.pk,
        new_deadline=item.deadline + timedelta(days=9) if item.deadline else DAY,
        reason="县领导同意",
        paper=photo(200 + county.ledger.pk % 40),
        **county.when("coordinator"),
    )
    beside = Enclosure.objects.filter(event__subject_kind="item", event__subject_id=item.pk)
    moved = beside.filter(event__kind="item.deadline_changed").exclude(file=None).order_by("-pk")[0]
    words = beside.exclude(text="").order_by("pk")[0]
    return {
        "enclosure": moved.pk,
        "words": words.pk,
        "evidence": item.evidence_uses.order_by("pk")[0].evidence_id,
    }


def _papers(county: County, item: Item) -> Things:
    """A letter to the lead unit; the lead was urged by it, and signs for that."""
    by = county.when("coordinator")
    paper = papers.issue(kind="letter", pks=[item.pk], unit=county.lead, title="督办函", text="请抓紧", **by)
    reports.urge(pks=[item.pk], words="本周内报", **by)
    urged = Notice.objects.filter(person=county.people["liaison"], kind="urged", waits=True)
    return {"paper": paper.pk, "notice": urged.order_by("-pk")[0].pk}


def _documents(county: County, item: Item) -> Things:
    """A document that came in and its draft; a list before a leader."""
    by = county.when("coordinator")
    file = photo(240)
    document = directives.receive(
        office=county.office, title="整改方案", ledger=county.ledger, file=file, file_name="方案.png", **by
    )
    draft = Draft.objects.create(
        directive=document,
        office=county.office,
        ledger=county.ledger,
        name="方案",
        state=Draft.State.READY,
        progress=100,
        received_by=county.people["coordinator"],
        received_at=by["at"],
    )
    newer = directives.receive(office=county.office, title="整改方案（修订稿）", file=file, **by)
    directives.name_version(directive=newer, replaces=document, **by)
    waiting = make_items(county)[0]
    sign_off = sign_offs.ask(pks=[waiting.pk], leader=county.people["leader"], **by)
    return {
        "directive": document.pk,
        "newer": newer.pk,
        "draft": draft.pk,
        "sign_off": sign_off.pk,
        "approving": waiting.pk,
    }


def _tables(county: County, item: Item) -> Things:
    """An office's own table that was read, with a row that cannot be taken."""
    by = county.when("coordinator")
    plan = planning.plan([Matter(sheet="台账", row=3, number="1", problem="没有时限")], county.ledger, on=DAY)
    columns = {"name": "台账", "kind": "ledger", "reason": "", "layout": "", "head": [1, 1], "columns": []}
    wrong = {"sheet": "台账", "row": 4, "why": "bad_date", "words": "时限不是日期", "column": None}
    plan.sheets, plan.rejects = [columns], [wrong]
    table = ImportDraft.objects.create(
        ledger=county.ledger,
        name="旧台账.xlsx",
        sha256="0" * 64,
        file=photo(241),
        marked=photo(243),
        plan=store.put(plan.as_bytes(), name="旧台账.xlsx", at=by["at"]),
        shown=plan.token,
        state=ImportDraft.State.READY,
        received_by=county.people["coordinator"],
        received_at=by["at"],
    )
    return {"table": table.pk}


def _closing(county: County, item: Item) -> Things:
    """An item that waits for the second key."""
    waiting = asked(county)
    return {
        "verifying": waiting.pk,
        "proof": waiting.evidence_uses.order_by("pk")[0].evidence_id,
    }


def _looking(county: County, item: Item) -> Things:
    """Somebody is to go without notice, and somebody has looked at the place of a request."""
    visit = visits.start(
        office=county.office, place="城东农贸市场", words="看表箱", **county.when("coordinator")
    )
    waiting = asked(county)
    verdicts.order_site_check(pk=waiting.pk, words="看表箱", **county.when("verifier"))
    seen = NewEvidence(file=photo(170 + county.ledger.pk % 20), name="现场.png")
    new = NewResult(result="matches", finding="都已改造", photos=[seen])
    looked = site_checks.record(pk=waiting.pk, new=new, **county.when("verifier"))
    return {"visit": visit.pk, "looked": looked.pk, "site_photo": looked.photos.get().pk}


def _meetings(county: County, item: Item) -> Things:
    """A meeting to come, one that was held with a matter before it, and one with its minutes."""
    past = filed(county, name=f"调度会{county.ledger.pk}")
    now = held(county, name=f"专题会{county.ledger.pk}")
    topic = put(county, now, item)
    later = planned(county, name=f"例会{county.ledger.pk}")
    return {"meeting": now.pk, "topic": topic.pk, "filed": past.pk, "planned": later.pk}


def _registry(county: County, item: Item) -> Things:
    """Somebody of the lead unit, and somebody of the office; a name, a role, a delegation to come."""
    liaison, reviewer = county.people["liaison"], county.people["reviewer"]
    passed = roles.delegate(
        principal=liaison,
        delegate=reviewer,
        unit=county.lead,
        kind="liaison",
        valid_from=DAY + timedelta(days=30),
        valid_to=DAY + timedelta(days=40),
        by=as_actor(liaison),
        at=moment(DAY),
        on=DAY,
    )
    name = units.add_short_name(
        unit=county.lead, name=f"公司{county.lead.pk}", by=SYSTEM, at=moment(DAY), on=DAY
    )
    return {
        "person": liaison.pk,
        "officer": county.people["verifier"].pk,
        "role": Role.objects.get(person=liaison, kind="liaison").pk,
        "office_role": Role.objects.get(person=county.people["verifier"], office=county.office).pk,
        "delegation": passed.pk,
        "colleague": reviewer.pk,
        "short_name": name.pk,
    }


def _kept(county: County, item: Item) -> Things:
    """Views of the office and of one person, a reader, a request to delete words."""
    by = county.when("coordinator")
    who: dict[str, Any] = {"words": "", "by": by["by"], "at": by["at"]}
    name = f"{county.ledger.pk}"
    shared = views.save(ledger=county.ledger, office=county.office.pk, name=f"共{name}", **who)
    private = views.save(ledger=county.ledger, office=None, name=f"私{name}", **who)
    over_all = views.save(ledger=None, office=county.office.pk, name=f"总{name}", **who)
    own_over_all = views.save(ledger=None, office=None, name=f"自{name}", **who)
    reader = ledgers.name_reader(ledger=county.ledger, person=make_person(), **by)
    admin = county.when("administrator")
    words = Enclosure.objects.filter(event__subject_kind="item", event__subject_id=item.pk).exclude(text="")
    redaction = redactions.ask(
        enclosures=[words.order_by("-pk")[0].pk], reason="误写", by=admin["by"], at=admin["at"]
    )
    return {
        "view": shared.pk,
        "private_view": private.pk,
        "all_view": over_all.pk,
        "private_all_view": own_over_all.pk,
        "reader_row": reader.pk if isinstance(reader, Reader) else 0,
        "redaction": redaction.pk,
    }


def _lights(county: County, item: Item) -> Things:
    """A regime that is drafted, one that waits for an answer, and what was asked for the ledger."""
    by = county.when("coordinator")
    draft = regimes.start(office=county.office, name=f"草{county.ledger.pk}", preset="three_slips", **by)
    asked_for = regimes.start(office=county.office, name=f"请{county.ledger.pk}", preset="three_slips", **by)
    regimes.ask(version=asked_for, starts_on=DAY + timedelta(days=30), **by)
    use = regime_uses.ask(
        ledger=county.ledger, preset="three_slips", starts_on=DAY + timedelta(days=30), **by
    )
    return {
        "regime": draft.regime_id,
        "asked_regime": asked_for.regime_id,
        "use": use.pk,
    }


def _actors(ground: Ground, county: County) -> dict[str, Person]:
    """The people of the table; whoever holds no role of his own sits in the office's unit."""
    found: dict[str, Person] = {}
    for actor in ACTORS:
        if actor.code == "nobody":
            continue
        if actor.is_standing_in or len(actor.roles) != 1 or not actor.is_let_in:
            found[actor.code] = make_person(unit=county.office.unit)
        else:
            found[actor.code] = ground.people[actor.roles[0].kind, actor.roles[0].at]
    ledgers.name_reader(ledger=county.ledger, person=found["reader"], **county.when("coordinator"))
    roles.grant(
        person=found["gone"], kind="coordinator", office=county.office, unit=None,
        valid_from=DAY, valid_to=None, by=SYSTEM, at=moment(DAY), on=DAY,
    )  # fmt: skip
    for role in BY_CODE["both"].roles:
        make_role(found["both"], role.kind, ground.offices[role.at])
    principal = found["coordinator"]
    roles.delegate(
        principal=principal, delegate=found["delegate"], office=county.office,
        valid_from=DAY, valid_to=DAY + timedelta(days=30), by=as_actor(principal), at=moment(DAY), on=DAY,
    )  # fmt: skip
    return found


def _key(person: Person, scope: str) -> str:
    return tokens.make(person=person, scope=scope, by=SYSTEM, at=moment(DAY), on=DAY)[1]
