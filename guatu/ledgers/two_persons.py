"""One person of an office asks, another one answers: who may do which, and what it leaves in the row."""

import json
from datetime import date

from guatu.accounts.queries import Acting, Held
from guatu.history.models import Event as Link
from guatu.ledgers.errors import NotNow, NotYours
from guatu.ledgers.events import Event
from guatu.ledgers.lights.errors import ProposerAnswers, WrongStart
from guatu.ledgers.models.regimes import LightRegime, Proposed, RegimeVersion
from guatu.ledgers.permissions import Part, role_in_office


def proposer(by: Acting, office_id: int, event: Event) -> Held:
    """The role in which somebody proposes; refuses whoever is no coordinator of the office."""
    role = role_in_office(by, Part.COORDINATOR, office_id)
    if role is None:
        raise NotYours(deed=str(event.label), who=["督办员"])
    return role


def answerer(proposed: Proposed, by: Acting, office_id: int, event: Event, *, name: str) -> Held:
    """The role in which somebody answers what stands asked; refuses who wrote or asked, or stands for him."""
    roles = [role_in_office(by, part, office_id) for part in (Part.LEADER, Part.COORDINATOR)]
    role = next((one for one in roles if one), None)
    if role is None:
        raise NotYours(deed=str(event.label), who=["领导", "另一名督办员"])
    if proposed.state != Proposed.State.ASKED:
        raise NotNow(number=name, deed="答复", state=str(proposed.get_state_display()))
    if is_same_hand(proposed, by):
        raise ProposerAnswers
    return role


def first_day(proposed: Proposed, starts_on: date | None, on: date) -> date:
    """The first day in force, as it was asked for or later; refuses an earlier one."""
    asked_for = proposed.starts_on or on
    if starts_on is not None and starts_on < asked_for:
        why = f"提请自 {asked_for} 起启用，批准时可以定得更晚，不能更早"
        raise WrongStart(field="starts_on", why=why)
    return starts_on or asked_for


def is_same_hand(proposed: Proposed, by: Acting) -> bool:
    """Whether this person wrote it or asked for it, had that done for him, or stands for who did."""
    own = {by.person_id} | {mandate.principal_id for mandate in by.mandates}
    return bool(own & hands(proposed))


def hands(proposed: Proposed) -> frozenset[int]:
    """Who asked for it and for whom; of a version also everybody who wrote in it, whoever asked then."""
    found = {proposed.asked_by_id, proposed.asked_for_id}
    if isinstance(proposed, RegimeVersion):
        found |= {person for one in writings(proposed) for person in (one.actor_id, one.principal_id)}
    return frozenset(person for person in found if person is not None)


def writings(version: RegimeVersion) -> list[Link]:
    """The events by which the text of a version was written, in their order: begun, and saved anew."""
    kinds = (Event.REGIME_STARTED, Event.REGIME_DRAFTED)
    links = Link.objects.filter(subject_kind=LightRegime.track, subject_id=version.regime_id, kind__in=kinds)
    return [
        one for one in links.order_by("pk") if version.reference in json.loads(bytes(one.body))["changes"]
    ]


def asked(by: Acting, role: Held, on: date, starts_on: date) -> dict[str, object]:
    """What asking leaves in the row."""
    return {
        "state": Proposed.State.ASKED,
        "starts_on": starts_on,
        "asked_by_id": by.person_id,
        "asked_for_id": role.principal_id,
        "asked_on": on,
    }


def answered(by: Acting, role: Held, on: date, remark: str, *, approves: bool) -> dict[str, object]:
    """What an answer leaves in the row."""
    return {
        "state": Proposed.State.APPROVED if approves else Proposed.State.DECLINED,
        "answered_by_id": by.person_id,
        "answered_for_id": role.principal_id,
        "answered_on": on,
        "remark": remark.strip(),
    }
