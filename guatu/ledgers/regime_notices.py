"""Those who may answer are told that lights wait for their word, until they are answered or taken back."""

from datetime import datetime

from django.utils.timezone import localdate

from guatu.accounts.models import Delegation, Role
from guatu.history.models import Event as Link
from guatu.ledgers import two_persons
from guatu.ledgers.models import RegimeUse, RegimeVersion
from guatu.ledgers.noticing import Told, notice_of
from guatu.notices import actions
from guatu.notices.models import Notice
from guatu.notices.seats import Seat, sitters

_ANSWERING = (Role.Kind.LEADER, Role.Kind.COORDINATOR)


def asked(proposed: RegimeVersion | RegimeUse, office_id: int, link: Link, *, at: datetime) -> None:
    """Leaders and coordinators of the office are told, and who acts for them, but only who may answer."""
    on = localdate(at)
    hands = two_persons.hands(proposed)
    standing_in = Delegation.objects.in_force(on=on).filter(principal__in=hands)
    apart = hands | set(standing_in.values_list("delegate", flat=True))
    seats = [Seat(kind, office_id=office_id) for kind in _ANSWERING]
    people = sitters(seats, on=on)
    notices: dict[int, Notice] = {}
    for seat in seats:
        for one in people[seat]:
            if one.person_id not in apart and one.for_id not in hands:
                told = Told(Notice.Kind.TO_APPROVE, seat, (proposed.track, proposed.pk))
                notices.setdefault(one.person_id, notice_of(told, one, link, at))
    actions.tell(notices.values())


def over(proposed: RegimeVersion | RegimeUse, *, at: datetime) -> None:
    """It was answered or taken back: nobody need be told of it any longer."""
    actions.settle(proposed.track, [proposed.pk], at=at)
