"""Sign-off (审签): a named leader approves a list before it is dispatched."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from guatu.accounts.models import Person, Role
from guatu.accounts.queries import Acting
from guatu.history.canonical import canonical, digest
from guatu.history.models import StoredFile
from guatu.ledgers import acts, cases
from guatu.ledgers.acts import act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import Incomplete, NotNow, NotYours, WrongUnit
from guatu.ledgers.events import Event
from guatu.ledgers.freezing import content_of
from guatu.ledgers.models import Item, SignOff
from guatu.ledgers.permissions import leads, role_of


@transaction.atomic
def ask(*, pks: Iterable[int], leader: Person, by: Acting, at: datetime, on: date) -> SignOff:
    """Send drafts of one ledger to a leader; what he is shown is kept as a digest."""
    found = cases.load(pks)
    if not found:
        raise Incomplete(field="items", what="要送审的事项")
    if len({case.item.ledger_id for case in found}) > 1:
        raise Incomplete(field="items", what="同一本台账的事项，不同台账请分开送审")
    made = [act(Event.SIGN_OFF_ASKED, case, by=by, at=at, on=on) for case in found]
    office = found[0].item.ledger.office_id
    if not leads(leader, office, on=on):
        raise WrongUnit(field="leader", why=f"{leader.name}不是本办公室的领导，不能审签，请另选")
    paper = SignOff(
        ledger=found[0].item.ledger,
        leader=leader,
        asked_by_id=by.person_id,
        asked_on=on,
        content_hash=_shown(found),
    )
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


def is_asked_of(by: Acting, sign_off: SignOff) -> bool:
    """Whether the answer is this person's own: the leader asked, or who acts for that leader."""
    return role_of(by, Role.Kind.LEADER, sign_off.ledger.office_id, sign_off.leader_id) is not None


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
    waiting = sign_off.items.filter(state=Item.State.APPROVING, merged_into=None, transferred_to=None)
    found = cases.load(waiting.values_list("pk", flat=True))
    sign_off = SignOff.objects.select_for_update(of=("self",)).get(pk=sign_off.pk)
    approved = event == Event.SIGN_OFF_APPROVED
    role = role_of(by, Role.Kind.LEADER, sign_off.ledger.office_id, sign_off.leader_id)
    made = [act(event, case, by=by, at=at, on=on, role=role) for case in found]
    if role is None and paper is None:
        raise NotYours(deed=str(event.label), who=[f"{sign_off.leader.name}本人", "督办员凭纸质审签扫描件"])
    if not made or (sign_off.state != SignOff.State.ASKED and (approved or not _is_approved(sign_off))):
        raise NotNow(
            number=sign_off.ledger.name, deed="再答复这份审签", state=str(sign_off.get_state_display())
        )
    made[0].set(
        sign_off,
        state=SignOff.State.APPROVED if approved else SignOff.State.RETURNED,
        answered_by_id=by.person_id,
        answered_on=on,
        remark=remark,
        paper=paper,
        content_hash=_shown(found),
    )
    if paper is not None:
        made[0].attach("paper", paper)
    for one in made:
        one.say(remark=remark)
        if not approved:
            one.lead_to(Item.State.DRAFT)
    acts.commit(made)
    return sign_off


def _is_approved(sign_off: SignOff) -> bool:
    """A list that was approved may still be returned, as long as it is not dispatched."""
    return sign_off.state == SignOff.State.APPROVED


def _shown(found: Iterable[Case]) -> str:
    return digest(canonical({"items": [content_of(case) for case in found]}), "sha256")
