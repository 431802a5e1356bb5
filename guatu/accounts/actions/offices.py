"""Deeds on offices: a unit begins to run ledgers, an office moves or changes its terms."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from guatu.accounts import fields, locks, permissions
from guatu.accounts.errors import AlreadyOffice, UnitEnded
from guatu.accounts.models import Office, Unit
from guatu.history.chains import Actor, Entry
from guatu.history.deeds import Deed
from guatu.history.timelines import Change


class _First(Deed):
    """The first deed on an office: its chain is named by the key that the office gets when it is written."""

    subject: Office

    def entry(self) -> tuple[Entry, list[Change]]:
        self.chain = self.subject.chain
        return super().entry()


@transaction.atomic
def add(
    *,
    unit: Unit,
    name: str,
    sign_within: int = 2,
    answer_within: int = 5,
    by: Actor,
    at: datetime,
    on: date,
    why_earlier: str = "",
) -> Office:
    """Let a unit run ledgers; its events begin a chain of their own."""
    unit = locks.unit(unit)
    permissions.require_division(by, unit.division, at=at)
    _check_free(unit, on)
    office = Office(
        unit=unit,
        name=fields.text(Office, "name", name),
        sign_within=sign_within,
        answer_within=answer_within,
    )
    deed = _First("office_added", office, chain="", by=by, at=at, on=on)
    deed.add(office).say(why_earlier=why_earlier).commit()
    return office


@transaction.atomic
def change(
    *,
    office: Office,
    unit: Unit | None = None,
    name: str | None = None,
    sign_within: int | None = None,
    answer_within: int | None = None,
    by: Actor,
    at: datetime,
    on: date,
    why_earlier: str = "",
) -> Office:
    """Move an office to another unit, or change its name and terms; what is None stays."""
    office = locks.office(office)
    permissions.require_office(by, office, at=at)
    values: dict[str, Any] = {"sign_within": sign_within, "answer_within": answer_within}
    if unit is not None and unit.pk != office.unit_id:
        unit = locks.unit(unit)
        permissions.require_division(by, unit.division, at=at)
        _check_free(unit, on)
        values["unit"] = unit
    if name is not None:
        values["name"] = fields.text(Office, "name", name)
    deed = Deed("office_changed", office, chain=office.chain, by=by, at=at, on=on)
    deed.set(office, **{field: value for field, value in values.items() if value is not None})
    if deed.changed:
        deed.say(why_earlier=why_earlier).commit()
    return office


def _check_free(unit: Unit, on: date) -> None:
    if hasattr(unit, "office"):
        raise AlreadyOffice(unit=unit.name, office=unit.office.name)
    if not unit.stands(on=on):
        raise UnitEnded(unit=unit.name, on=on)
