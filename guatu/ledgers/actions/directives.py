"""Documents that came in: entered with their file and what was read from them, and put right by hand."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction

from guatu.accounts.models import Office
from guatu.accounts.queries import Acting
from guatu.history.deeds import Deed
from guatu.history.models import StoredFile
from guatu.ledgers import fitting
from guatu.ledgers.errors import Incomplete, NotYours, WrongDay
from guatu.ledgers.events import Event
from guatu.ledgers.models import Directive, Ledger, Meeting
from guatu.ledgers.permissions import actor, role_in_office


class Told(TypedDict, total=False):
    """What a document may say of itself, and the files that came with it."""

    kind: str
    issuer: str
    reference_number: str
    issued_on: date | None
    file: StoredFile | None
    file_name: str
    reading: StoredFile | None
    """What was read from the file."""
    meeting: Meeting | None


@transaction.atomic
def receive(
    *,
    office: Office,
    title: str,
    by: Acting,
    at: datetime,
    on: date,
    ledger: Ledger | None = None,
    received_on: date | None = None,
    **told: Unpack[Told],
) -> Directive:
    """Enter a document; its file bears no mark of secrecy by now."""
    _refuse_misplaced(office, ledger)
    directive = Directive(
        office=office, ledger=ledger, title=_given(title), received_on=received_on or on, **told
    )
    deed = _deed(Event.DIRECTIVE_RECEIVED, directive, office, by=by, at=at, on=on).add(directive)
    fitting.commit([deed])
    return directive


@transaction.atomic
def change(*, directive: Directive, by: Acting, at: datetime, on: date, **values: object) -> Directive:
    """Put right what a document is called, who issued it, when and under what number."""
    directive = (
        Directive.objects.select_for_update(of=("self",)).select_related("office").get(pk=directive.pk)
    )
    deed = _deed(Event.DIRECTIVE_CHANGED, directive, directive.office, by=by, at=at, on=on)
    _given(str(values.get("title", directive.title)))
    if deed.set(directive, **values).changed:
        fitting.commit([deed])
    return directive


def _given(title: str) -> str:
    """What a document is called; it must be called something."""
    if not title.strip():
        raise Incomplete(field="title", what="来文标题")
    return title.strip()


def _refuse_misplaced(office: Office, ledger: Ledger | None) -> None:
    if ledger is not None and ledger.office_id != office.pk:
        raise WrongDay(field="ledger", why="台账不是本办公室的，请选本办公室的台账")


def _deed(event: Event, directive: Directive, office: Office, *, by: Acting, at: datetime, on: date) -> Deed:
    role = role_in_office(by, "coordinator", office.pk)
    if role is None:
        raise NotYours(deed=str(event.label), who=["督办员"])
    return Deed(event.value, directive, chain=office.chain, by=actor(by, role), at=at, on=on)
