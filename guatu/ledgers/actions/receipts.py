"""Receipts (签收): somebody says that an urging, an instruction, or something returned has reached him."""

from datetime import date, datetime

from django.db import transaction

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.history.chains import Actor
from guatu.ledgers.models import Item
from guatu.ledgers.permissions import actor, role_in_unit
from guatu.ledgers.queries import visibility
from guatu.ledgers.queries.notices import told
from guatu.notices import actions, queries
from guatu.notices.models import Notice


@transaction.atomic
def receive(*, pk: int, by: Acting, at: datetime, on: date) -> Notice:
    """Give the receipt of one's own notice about an item that one still sees."""
    notice = queries.own(by.person_id, pk)
    if notice is None or notice.subject_kind != Item.track:
        raise Notice.DoesNotExist
    seen = visibility.items(by).select_related("ledger__office").filter(pk=notice.subject_id)
    item = seen.first()
    if item is None:
        raise Notice.DoesNotExist
    chain = item.ledger.office.chain
    return actions.receive(notice, subject=item, chain=chain, by=_actor(by, notice), at=at, on=on)


@transaction.atomic
def see_all(*, by: Acting, at: datetime) -> int:
    """Look through all that waits; what is out of sight waits no longer. How many were new or put away."""
    waiting = list(queries.of_person(by.person_id, only_waiting=True))
    gone = [one.notice for one in told(by, waiting) if not one.is_in_sight]
    return actions.put_away(gone, at=at) + actions.see_all(by.person_id, at=at)


def _actor(by: Acting, notice: Notice) -> Actor:
    """For the unit for which he was told, where he still answers for it."""
    unit = notice.unit_id
    role = role_in_unit(by, Role.Kind.LIAISON, unit) if unit else None
    return actor(by, role) if role else Actor(person_id=by.person_id, unit_id=by.unit_id)
