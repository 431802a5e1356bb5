"""Opening ledgers, changing how they work, and naming who may read them."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from guatu.accounts.models import Office, Person
from guatu.accounts.queries import Acting
from guatu.history.deeds import Deed
from guatu.ledgers import fitting
from guatu.ledgers.actions import regime_uses
from guatu.ledgers.errors import Incomplete, NotNow, NotYours, WrongDay, WrongFigure
from guatu.ledgers.events import Event
from guatu.ledgers.models import Ledger, Phase, Reader
from guatu.ledgers.permissions import actor, role_in_office


@transaction.atomic
def open_ledger(
    *, office: Office, name: str, prefix: str, by: Acting, at: datetime, on: date, **settings: object
) -> Ledger:
    """A new ledger of an office; `settings` are fields of `Ledger`.

    Where the shipped lights clash with those of the office's other ledgers, it is asked at once that the new
    one be lit like one of them.
    """
    if not name.strip():
        raise Incomplete(field="name", what="台账名称")
    prefix = unicodedata.normalize("NFC", prefix.strip())
    if not prefix:
        raise Incomplete(field="prefix", what="编号前缀")
    _check_settings(office, settings)
    if Ledger.objects.filter(office=office, prefix=prefix).exists():
        raise WrongDay(field="prefix", why=f"编号前缀“{prefix}”已有台账在用，请换一个")
    ledger = Ledger(office=office, name=name.strip(), prefix=prefix, opened_on=on, **settings)
    fitting.commit([_deed(Event.LEDGER_OPENED, ledger, office, by=by, at=at, on=on).add(ledger)])
    regime_uses.ask_as_beside(ledger=ledger, by=by, at=at, on=on)
    return ledger


@transaction.atomic
def change(*, ledger: Ledger, by: Acting, at: datetime, on: date, **settings: object) -> Ledger:
    """Other settings; items on their way take the next optional step by the new ones."""
    ledger = Ledger.objects.select_for_update(of=("self",)).select_related("office").get(pk=ledger.pk)
    deed = _deed(Event.LEDGER_CHANGED, ledger, ledger.office, by=by, at=at, on=on)
    _check_settings(ledger.office, settings)
    if deed.set(ledger, **settings).changed:
        fitting.commit([deed])
    return ledger


@transaction.atomic
def archive(*, ledger: Ledger, by: Acting, at: datetime, on: date) -> Ledger:
    """Put a ledger away when nothing in it is owed any more; it stays readable and takes no new items."""
    ledger = Ledger.objects.select_for_update(of=("self",)).select_related("office").get(pk=ledger.pk)
    deed = _deed(Event.LEDGER_ARCHIVED, ledger, ledger.office, by=by, at=at, on=on)
    if ledger.is_archived:
        raise NotNow(number=ledger.name, deed="再归档", state="已归档")
    if owed := ledger.items.open().count():
        raise NotNow(number=ledger.name, deed="归档", state=f"还有 {owed} 项在办")
    deed.set(ledger, is_archived=True).commit()
    return ledger


SETTINGS: Final = frozenset(
    (
        "name",
        "cadence",
        "due_weekday",
        "due_day",
        "due_shift",
        "needs_report_review",
        "needs_sign_off",
        "needs_lead_review",
        "needs_approval",
        "second_office",
        "publicity_days",
        "look_back_after",
        "leader_extends_from",
        "site_check_share",
        "site_check_days",
        "siblings_visible",
    )
)
"""What may be set of a ledger; its office, its prefix and its numbers stay as they were opened."""


_LAST_DAY: Final = 31
_ALL: Final = 100


def _check_settings(office: Office, settings: Mapping[str, object]) -> None:
    if unknown := settings.keys() - SETTINGS:
        raise WrongDay(field=min(unknown), why="台账的办公室、编号和归档状态不能在这里改")
    if not 0 <= int(str(settings.get("due_day", 0))) <= _LAST_DAY:
        raise WrongDay(field="due_day", why="截止日应在 1 到 31 之间，0 为最后一天")
    if not 0 <= int(str(settings.get("site_check_share", 0))) <= _ALL:
        raise WrongFigure(field="site_check_share", why="现场核查比例应在 0 到 100 之间，0 为不抽")
    if "name" in settings and not str(settings["name"]).strip():
        raise Incomplete(field="name", what="台账名称")
    if settings.get("second_office") == office:
        raise WrongDay(field="second_office", why="另一把钥匙须由别的办公室持有，请另选")


@transaction.atomic
def add_phase(
    *, ledger: Ledger, name: str, starts_on: date, ends_on: date | None, by: Acting, at: datetime, on: date
) -> Phase:
    """A phase of the ledger's time; it may not end before it starts."""
    if ends_on is not None and ends_on < starts_on:
        raise WrongDay(field="ends_on", why="阶段的结束日期早于开始日期，请改正")
    if not name.strip():
        raise Incomplete(field="name", what="阶段名称")
    phase = Phase(ledger=ledger, name=name.strip(), starts_on=starts_on, ends_on=ends_on)
    fitting.commit([_deed(Event.LEDGER_CHANGED, ledger, ledger.office, by=by, at=at, on=on).add(phase)])
    return phase


@transaction.atomic
def name_reader(*, ledger: Ledger, person: Person, by: Acting, at: datetime, on: date) -> Reader:
    """Let a person read the ledger without a part in it."""
    deed = _deed(Event.READER_NAMED, ledger, ledger.office, by=by, at=at, on=on)
    standing = Reader.objects.filter(ledger=ledger, person=person, valid_to=None).first()
    if standing:
        return standing
    reader = Reader(ledger=ledger, person=person, valid_from=on)
    deed.add(reader).commit()
    return reader


@transaction.atomic
def remove_reader(*, reader: Reader, by: Acting, at: datetime, on: date) -> Reader:
    """From this day on the person reads no more."""
    reader = Reader.objects.select_for_update(of=("self",)).select_related("ledger__office").get(pk=reader.pk)
    ledger = reader.ledger
    deed = _deed(Event.READER_REMOVED, ledger, ledger.office, by=by, at=at, on=on)
    if reader.valid_to is not None:
        raise NotNow(number=ledger.name, deed="再取消这名阅览人", state=f"已于 {reader.valid_to} 取消")
    deed.set(reader, valid_to=on).commit()
    return reader


def _deed(event: Event, ledger: Ledger, office: Office, *, by: Acting, at: datetime, on: date) -> Deed:
    roles = [role_in_office(by, kind, office.pk) for kind in ("coordinator", "administrator")]
    role = next((one for one in roles if one), None)
    if role is None:
        raise NotYours(deed=str(event.label), who=["督办员", "管理员"])
    return Deed(event.value, ledger, chain=office.chain, by=actor(by, role), at=at, on=on)
