"""Asking about the entries of a draft, one after another; the draft itself is not touched."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from guatu.accounts.models import Office
from guatu.accounts.queries import office_unit_book
from guatu.ledgers.intake import queries
from guatu.ledgers.intake.entries import Entry, lead_of
from guatu.ledgers.models import Draft, Proposal
from guatu.ledgers.proposals import endpoints, questions
from guatu.ledgers.proposals.checking import Found, Ground, checked
from guatu.ledgers.proposals.endpoints import NoAnswer
from guatu.ledgers.proposals.naming import Endpoint

MOST: Final = 40
"""Entries of one draft that are asked about."""
_log = logging.getLogger("guatu.ledgers")


def is_on() -> bool:
    """Has the keeper named an endpoint?"""
    return settings.LLM is not None


def ask_next(*, draft: int, after: int, at: datetime) -> int | None:
    """Ask about the first entry behind `after` of which the reader is not sure; which one it was.

    None where nothing is left, or where the endpoint does not answer: then the rest is not asked either.
    """
    found = Draft.objects.select_related("directive").filter(pk=draft, state=Draft.State.READY).first()
    endpoint: Endpoint | None = settings.LLM
    if found is None or endpoint is None or found.office_id is None:
        return None
    asked = [one for one in sorted(found.entries, key=_id) if questions.is_asked_about(one)][:MOST]
    entry = next((one for one in asked if one["id"] > after), None)
    if entry is None:
        return None
    try:
        _ask(endpoint, found, entry, at)
    except NoAnswer as why:
        _log.warning("the local model was of no use for draft %s: %s", draft, why)
        return None
    return _id(entry)


def _ask(endpoint: Endpoint, draft: Draft, entry: Entry, at: datetime) -> None:
    text, fields = str(queries.source(draft).get("text", "")), questions.wanted(entry)
    passage = questions.passage_of(entry, text)
    if not fields or not passage.text or draft.directive is None:
        return
    said = endpoints.ask(endpoint, questions.messages(entry, passage, fields))
    office = Office.objects.select_related("unit__division").get(drafts=draft)
    book = office_unit_book(office, on=localdate(at))
    base = draft.directive.issued_on or draft.directive.received_on
    found, dropped = checked(said, Ground(passage=passage, fields=fields, book=book, base=base))
    if dropped:
        _log.info("%s proposals for draft %s dropped: their words do not hold them", dropped, draft.pk)
    _keep(draft, entry["id"], found, at)


@transaction.atomic
def _keep(draft: Draft, entry: int, found: Iterable[Found], at: datetime) -> None:
    """Beside the entry as it stands by now; what it says already is no proposal."""
    locked = Draft.objects.select_for_update().filter(pk=draft.pk, state=Draft.State.READY).first()
    stands = next((one for one in locked.entries if one["id"] == entry), None) if locked else None
    if stands is None or stands["status"] != "unchecked":
        return
    rows = [
        Proposal(
            draft=draft, entry=entry, field=one.field, value=one.value, quote=one.quote, start=one.start,
            unit_id=one.unit_id, day=one.day, made_at=at,
        )
        for one in found
        if not _says(stands, one)
    ]  # fmt: skip
    Proposal.objects.bulk_create(rows, ignore_conflicts=True)


def _says(entry: Entry, one: Found) -> bool:
    if one.field == Proposal.Field.DUE:
        return entry["due"]["on"] == one.value
    if one.field == Proposal.Field.PROBLEM:
        return entry["problem"] == one.value
    if one.field == Proposal.Field.LEAD:
        lead = lead_of(entry)
        return lead is not None and lead["unit_id"] == one.unit_id
    return any(duty["unit_id"] == one.unit_id for duty in entry["duties"])


def _id(entry: Entry) -> int:
    return entry["id"]
