"""Sign-off (审签): a named leader approves a list before it is dispatched."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from guatu.accounts.models import Person
from guatu.accounts.queries import Acting
from guatu.history.canonical import canonical, digest
from guatu.history.models import StoredFile
from guatu.ledgers import acts, cases
from guatu.ledgers.acts import act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import Incomplete, NotYours
from guatu.ledgers.events import Event
from guatu.ledgers.freezing import content_of
from guatu.ledgers.models import Item, SignOff


@transaction.atomic
def ask(*, pks: Iterable[int], leader: Person, by: Acting, at: datetime, on: date) -> SignOff:
    """Send drafts of one ledger to a leader; what he is shown is kept as a digest."""
    found = cases.load(pks)
    if not found:
        raise Incomplete(field="items", what="要送审的事项")
    paper = SignOff(
        ledger=found[0].item.ledger,
        leader=leader,
        asked_by_id=by.person_id,
        asked_on=on,
        content_hash=_shown(found),
    )
    made = [act(Event.SIGN_OFF_ASKED, case, by=by, at=at, on=on) for case in found]
    made[0].add(paper)
    for one in made:
        one.set(one.case.item, sign_off=paper)
        one.lead_to(Item.State.APPROVING)
    acts.commit(made)
    return paper


@transaction.atomic
def approve(
    *,
    sign_off: SignOff,
    by: Acting,
    at: datetime,
    on: date,
    remark: str = "",
    paper: StoredFile | None = None,
) -> SignOff:
    """The leader agrees; a coordinator may enter it with a scan of the paper approval."""
    return _answer(Event.SIGN_OFF_APPROVED, sign_off, remark, paper, by=by, at=at, on=on)


@transaction.atomic
def send_back(
    *, sign_off: SignOff, remark: str, by: Acting, at: datetime, on: date, paper: StoredFile | None = None
) -> SignOff:
    """The leader returns the list with remarks; its items are drafts again."""
    words = acts.given(remark, what="退回意见", field="remark")
    return _answer(Event.SIGN_OFF_RETURNED, sign_off, words, paper, by=by, at=at, on=on)


def _answer(
    event: Event,
    sign_off: SignOff,
    remark: str,
    paper: StoredFile | None,
    *,
    by: Acting,
    at: datetime,
    on: date,
) -> SignOff:
    found = cases.load(sign_off.items.values_list("pk", flat=True))
    sign_off = SignOff.objects.select_for_update(of=("self",)).get(pk=sign_off.pk)
    made = [act(event, case, by=by, at=at, on=on) for case in found]
    if not made:
        raise Incomplete(field="items", what="要审签的事项")
    role = made[0].role
    is_leader = role is not None and sign_off.leader_id in (role.principal_id, by.person_id)
    if not is_leader and paper is None:
        raise NotYours(deed=str(event.label), who=[f"{sign_off.leader.name}本人", "督办员凭纸质审签扫描件"])
    approved = event == Event.SIGN_OFF_APPROVED
    state = SignOff.State.APPROVED if approved else SignOff.State.RETURNED
    made[0].set(
        sign_off, state=state, answered_by_id=by.person_id, answered_on=on, remark=remark, paper=paper
    )
    if paper is not None:
        made[0].attach("paper", paper)
    for one in made:
        one.say(remark=remark)
        if not approved:
            one.lead_to(Item.State.DRAFT)
    acts.commit(made)
    return sign_off


def _shown(found: Iterable[Case]) -> str:
    return digest(canonical({"items": [content_of(case) for case in found]}), "sha256")
