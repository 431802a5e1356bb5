"""The first key of a close-out: the doer asks, its own reviewer looks, the request may be taken back."""

from datetime import date, datetime

from django.db import transaction

from guatu.accounts.queries import Acting
from guatu.history import store
from guatu.ledgers import acts, checking
from guatu.ledgers.actions.lapsing import running_request
from guatu.ledgers.acts import Act, act
from guatu.ledgers.cases import Case
from guatu.ledgers.errors import ChecksUnmet, ContentChanged, Incomplete, KeysInOneHand, NotNow
from guatu.ledgers.events import Event
from guatu.ledgers.freezing import frozen, is_changed
from guatu.ledgers.models import Assignment, CheckResult, CloseOut, Item, Report
from guatu.ledgers.site_checks import drawing
from guatu.ledgers.transitions import after_request


@transaction.atomic
def ask(*, pk: int, statement: str, by: Acting, at: datetime, on: date) -> CloseOut:
    """The lead unit asks to strike an item off, when all that a machine can check is met.

    What stands in the item now is frozen with its digest; a change lapses the request.
    """
    case = acts.load_one(pk)
    one = act(Event.CLOSE_ASKED, case, by=by, at=at, on=on)
    if case.item.standard_id is None:
        raise Incomplete(field="standard", what="销号标准（请督办员先为本事项选定）")
    findings = checking.check(case)
    if missing := [*_returned(case), *_unreleased(case), *checking.unmet_before_verdict(findings)]:
        raise ChecksUnmet(number=case.item.number, lines=missing)
    content, content_hash = frozen(case)
    state = after_request(case.item.ledger)
    close_out = CloseOut(
        item=case.item,
        number=CloseOut.objects.filter(item=case.item).count() + 1,
        state=state.value,
        statement=acts.given(statement, what="完成情况", field="statement"),
        content_hash=content_hash,
        content=store.put(content, name=f"{case.item.number}-销号内容.json", at=at),
        requested_by_id=by.person_id,
        requested_for_id=one.by.principal_id,
        requested_unit_id=one.by.unit_id or by.unit_id,
        requested_on=on,
    )
    one.add(close_out).attach("content", close_out.content)
    for finding in findings:
        if finding.is_automatic:
            one.add(_result(close_out, finding))
    one.lead_to(state)
    acts.commit([one], after=drawing.drawn(one, close_out) if state == Item.State.VERIFYING else ())
    return close_out


def _unreleased(case: Case) -> list[str]:
    """Units whose report their own reviewer has still to look at."""
    waiting = Report.objects.filter(item=case.item, review=Report.Review.AWAITING).order_by("pk")
    names = list(dict.fromkeys(waiting.values_list("unit__name", flat=True)))
    return [f"进展在等本单位审核（{'、'.join(names)}）"] if names else []


def _returned(case: Case) -> list[str]:
    """Units whose report was sent back and not made again."""
    back = [row.unit.name for row in case.active if row.state == Assignment.State.RETURNED]
    return [f"进展退回后尚未重报（{'、'.join(dict.fromkeys(back))}）"] if back else []


def _result(close_out: CloseOut, finding: checking.Finding) -> CheckResult:
    return CheckResult(
        close_out=close_out,
        check_line=finding.line,
        outcome=CheckResult.Outcome.MET if finding.is_met else CheckResult.Outcome.UNMET,
        is_automatic=True,
        note=finding.note,
    )


@transaction.atomic
def withdraw(*, pk: int, by: Acting, at: datetime, on: date) -> CloseOut:
    """The lead unit takes its request back."""
    one, close_out = running(acts.load_one(pk), Event.CLOSE_WITHDRAWN, by=by, at=at, on=on)
    one.set(close_out, state=CloseOut.State.WITHDRAWN, ended_on=on)
    one.lead_to(Item.State.IN_PROGRESS)
    acts.commit([one])
    return close_out


@transaction.atomic
def review(*, pk: int, by: Acting, at: datetime, on: date) -> CloseOut:
    """The unit's own reviewer passes the request on; not who asked."""
    one, close_out = running(acts.load_one(pk), Event.CLOSE_REVIEWED, by=by, at=at, on=on)
    if {by.person_id, one.by.principal_id} & {close_out.requested_by_id, close_out.requested_for_id} - {None}:
        raise KeysInOneHand(why="您是申请人或代申请人办理，单位审核须由另一人办理")
    refuse_changed(one, close_out)
    one.set(
        close_out,
        state=CloseOut.State.VERIFYING,
        reviewed_by_id=by.person_id,
        reviewed_for_id=one.by.principal_id,
        reviewed_on=on,
    )
    one.lead_to(Item.State.VERIFYING)
    acts.commit([one], after=drawing.drawn(one, close_out))
    return close_out


@transaction.atomic
def send_back(*, pk: int, remark: str, by: Acting, at: datetime, on: date) -> CloseOut:
    """The unit's own reviewer does not pass the request on."""
    one, close_out = running(acts.load_one(pk), Event.CLOSE_NOT_REVIEWED, by=by, at=at, on=on)
    end_returned(one, close_out, remark)
    acts.commit([one])
    return close_out


def running(case: Case, event: Event, *, by: Acting | None, at: datetime, on: date) -> tuple[Act, CloseOut]:
    """The act on an item's request that is on its way."""
    one = act(event, case, by=by, at=at, on=on)
    close_out = running_request(case.item)
    if close_out is None:
        raise NotNow(number=case.item.number, deed=one.line.label, state="没有在办的销号申请")
    return one, close_out


def refuse_changed(one: Act, close_out: CloseOut) -> None:
    """No key turns on anything but what was asked to be closed."""
    if is_changed(one.case, close_out):
        raise ContentChanged(number=one.case.item.number)


def end_returned(one: Act, close_out: CloseOut, remark: str) -> None:
    """The request ends; the item is in progress again, with the remark that says what is missing."""
    words = acts.given(remark, what="退回意见：缺什么、几时再报", field="remark")
    item = one.case.item
    one.say(remark=words)
    one.set(close_out, state=CloseOut.State.RETURNED, remark=words, ended_on=one.on)
    one.set(item, times_returned=item.times_returned + 1, is_returned=True)
    one.lead_to(Item.State.IN_PROGRESS)
