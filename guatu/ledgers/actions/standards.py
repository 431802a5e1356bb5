"""Close-out standards: published by version; what was published is never edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from django.db import transaction

from guatu.accounts.models import Office
from guatu.accounts.queries import Acting
from guatu.history.chains import SYSTEM, Actor
from guatu.history.deeds import Deed
from guatu.ledgers import fitting
from guatu.ledgers.errors import Incomplete, NotNow, NotYours
from guatu.ledgers.events import Event
from guatu.ledgers.models import Standard, StandardCheck, StandardVersion
from guatu.ledgers.permissions import actor, role_in_office


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCheck:
    """A line of a standard to be published."""

    text: str
    method: str = StandardCheck.Method.PERSON
    least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A standard that is shipped: offices take it over and change it as they need."""

    code: str
    name: str
    basis: str
    checks: tuple[NewCheck, ...]


@cache
def presets() -> tuple[Preset, ...]:
    """The shipped standards, from `ledgers/data/standards.yaml`."""
    import yaml  # here, for they are read when an office is opened

    rows = yaml.safe_load((files("guatu.ledgers") / "data" / "standards.yaml").read_text("utf-8"))
    return tuple(
        Preset(
            code=row["code"],
            name=row["name"],
            basis=row["basis"],
            checks=tuple(NewCheck(**check) for check in row["checks"]),
        )
        for row in rows
    )


@transaction.atomic
def install_presets(*, office: Office, at: datetime, on: date) -> list[StandardVersion]:
    """Give an office the shipped standards that it has not yet."""
    have = set(Standard.objects.filter(office=office).values_list("code", flat=True))
    return [
        _publish(
            Standard(office=office, code=one.code, name=one.name),
            1,
            one.name,
            one.checks,
            one.basis,
            by=SYSTEM,
            at=at,
            on=on,
        )
        for one in presets()
        if one.code not in have
    ]


@transaction.atomic
def publish(
    *,
    office: Office,
    code: str,
    name: str,
    checks: Sequence[NewCheck],
    basis: str,
    by: Acting,
    at: datetime,
    on: date,
) -> StandardVersion:
    """A new standard, or the next version of one; items keep the version that they were given."""
    role = role_in_office(by, "coordinator", office.pk) or role_in_office(by, "administrator", office.pk)
    if role is None:
        raise NotYours(deed=str(Event.STANDARD_PUBLISHED.label), who=["督办员", "管理员"])
    if not checks or any(not check.text.strip() for check in checks):
        raise Incomplete(field="checks", what="核对内容，每条都要写")
    if not name.strip() or not code.strip():
        raise Incomplete(field="name", what="适用问题")
    standard = Standard.objects.select_for_update(of=("self",)).filter(office=office, code=code).first()
    if standard is None:
        standard = Standard(office=office, code=code, name=name.strip())
    number = standard.versions.count() + 1 if standard.pk else 1
    return _publish(standard, number, name.strip(), checks, basis, by=actor(by, role), at=at, on=on)


def _publish(
    standard: Standard,
    number: int,
    name: str,
    checks: Sequence[NewCheck],
    basis: str,
    *,
    by: Actor,
    at: datetime,
    on: date,
) -> StandardVersion:
    deed = Deed(Event.STANDARD_PUBLISHED.value, standard, chain=standard.office.chain, by=by, at=at, on=on)
    if not standard.pk:
        deed.add(standard)
    else:
        deed.set(standard, name=name, is_retired=False)
    version = StandardVersion(standard=standard, number=number, published_on=on, basis=basis)
    deed.add(version)
    for position, check in enumerate(checks, start=1):
        deed.add(
            StandardCheck(
                version=version,
                position=position,
                text=check.text.strip(),
                method=check.method,
                least=check.least,
            )
        )
    fitting.commit([deed])
    return version


@transaction.atomic
def retire(*, standard: Standard, by: Acting, at: datetime, on: date) -> Standard:
    """Offer a standard no more; items that have it keep it. Publishing it anew offers it again."""
    role = role_in_office(by, "coordinator", standard.office_id)
    if role is None:
        raise NotYours(deed=str(Event.STANDARD_RETIRED.label), who=["督办员"])
    standard = Standard.objects.select_for_update(of=("self",)).select_related("office").get(pk=standard.pk)
    if standard.is_retired:
        raise NotNow(number=standard.name, deed="再停用", state="已停用")
    chain = standard.office.chain
    deed = Deed(Event.STANDARD_RETIRED.value, standard, chain=chain, by=actor(by, role), at=at, on=on)
    deed.set(standard, is_retired=True).commit()
    return standard
