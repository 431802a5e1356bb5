"""Opening ledgers, changing how they work, and naming who may read them."""

from datetime import date, datetime

from django.db import transaction

from guatu.accounts.models import Office, Person
from guatu.accounts.queries import Acting
from guatu.history.deeds import Deed
from guatu.ledgers.errors import Incomplete, NotYours, WrongDay
from guatu.ledgers.events import Event
from guatu.ledgers.models import Ledger, Phase, Reader
from guatu.ledgers.permissions import actor, role_in_office


@transaction.atomic
def open_ledger(
    *, office: Office, name: str, prefix: str, by: Acting, at: datetime, on: date, **settings: object
) -> Ledger:
    """A new ledger of an office; `settings` are fields of `Ledger`."""
    if not name.strip():
        raise Incomplete(field="name", what="台账名称")
    if not prefix.strip():
        raise Incomplete(field="prefix", what="编号前缀")
    if Ledger.objects.filter(office=office, prefix=prefix).exists():
        raise WrongDay(field="prefix", why=f"编号前缀“{prefix}”已有台账在用，请换一个")
    ledger = Ledger(office=office, name=name.strip(), prefix=prefix.strip(), opened_on=on, **settings)
    _deed(Event.LEDGER_OPENED, ledger, office, by=by, at=at, on=on).add(ledger).commit()
    return ledger


@transaction.atomic
def change(*, ledger: Ledger, by: Acting, at: datetime, on: date, **settings: object) -> Ledger:
    """Other settings; items on their way take the next optional step by the new ones."""
    ledger = Ledger.objects.select_for_update(of=("self",)).select_related("office").get(pk=ledger.pk)
    _deed(Event.LEDGER_CHANGED, ledger, ledger.office, by=by, at=at, on=on).set(ledger, **settings).commit()
    return ledger


@transaction.atomic
def add_phase(
    *, ledger: Ledger, name: str, starts_on: date, ends_on: date | None, by: Acting, at: datetime, on: date
) -> Phase:
    """A phase of the ledger's time; it may not end before it starts."""
    if ends_on is not None and ends_on < starts_on:
        raise WrongDay(field="ends_on", why="阶段的结束日期早于开始日期，请改正")
    phase = Phase(ledger=ledger, name=name, starts_on=starts_on, ends_on=ends_on)
    _deed(Event.LEDGER_CHANGED, ledger, ledger.office, by=by, at=at, on=on).add(phase).commit()
    return phase


@transaction.atomic
def name_reader(*, ledger: Ledger, person: Person, by: Acting, at: datetime, on: date) -> Reader:
    """Let a person read the ledger without a part in it."""
    standing = Reader.objects.filter(ledger=ledger, person=person, valid_to=None).first()
    if standing:
        return standing
    reader = Reader(ledger=ledger, person=person, valid_from=on)
    _deed(Event.READER_NAMED, ledger, ledger.office, by=by, at=at, on=on).add(reader).commit()
    return reader


@transaction.atomic
def remove_reader(*, reader: Reader, by: Acting, at: datetime, on: date) -> Reader:
    """From this day on the person reads no more."""
    ledger = reader.ledger
    _deed(Event.READER_REMOVED, ledger, ledger.office, by=by, at=at, on=on).set(reader, valid_to=on).commit()
    return reader


def _deed(event: Event, ledger: Ledger, office: Office, *, by: Acting, at: datetime, on: date) -> Deed:
    roles = [role_in_office(by, kind, office.pk) for kind in ("coordinator", "administrator")]
    role = next((one for one in roles if one), None)
    if role is None:
        raise NotYours(deed=str(event.label), who=["督办员", "管理员"])
    return Deed(event.value, ledger, chain=office.chain, by=actor(by, role), at=at, on=on)
