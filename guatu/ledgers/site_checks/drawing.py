"""The draw: a request comes to be verified, and its lot says whether somebody looks at the place.

The seed is the hash of the last checkpoint before the request, and the number of the item; not the number of
the attempt, so that who takes a request back and asks again within the hour gets the same lot. What was to be
looked at and was not is looked at whatever the next lot says.
"""

from datetime import date, datetime
from typing import Final

from guatu.accounts.queries import working_calendar
from guatu.history.chains import SYSTEM
from guatu.history.deeds import Deed
from guatu.history.models import Checkpoint
from guatu.history.models import Event as Link
from guatu.ledgers.acts import Act
from guatu.ledgers.events import Event
from guatu.ledgers.models import CloseOut, Item, Ledger, SiteCheck, SiteCheckDraw
from guatu.ledgers.site_checks import lots

Ground = SiteCheckDraw.Ground
_TRIES: Final = 20


def drawn(one: Act, close_out: CloseOut) -> list[Deed]:
    """What follows an act by which a request comes to be verified: the draw, and the check where it is taken.

    A check of an earlier attempt that nobody did goes on with this one, also where nothing is drawn any more.
    """
    item, ledger = one.case.item, one.case.item.ledger
    planned = SiteCheck.objects.filter(item=item, state=SiteCheck.State.PLANNED).first()
    ground = _carried(item, planned)
    if not ledger.site_check_share and ground is None:
        return []
    made = _draw(one, close_out, ground)
    deed = Deed(
        Event.SITE_CHECK_DRAWN.value, item, chain=ledger.office.chain, by=SYSTEM, at=one.at, on=one.on
    )
    deed.add(made).say(why=words_of(made))
    if not made.is_taken:
        return [deed]
    due_on = due_day(ledger, one.on)
    if planned is not None:
        deed.set(planned, close_out=close_out, draw=made, due_on=due_on)
    else:
        deed.add(new_check(item, close_out, SiteCheck.Kind.DRAWN, due_on=due_on, on=one.on, draw=made))
    return [deed]


def words_of(made: SiteCheckDraw) -> str:
    """The draw in a sentence, as the trail tells it."""
    end = "抽中" if made.is_taken else "未抽中"
    if made.lot is None:
        return f"{end}：{made.get_ground_display()}"
    told = f"检查点 {made.checkpoint} 号（{made.seed[:12]}…）算得 {made.lot}，小于 {made.share} 的抽中；{end}"
    return told if made.ground == Ground.LOT else f"{told}：{made.get_ground_display()}"


def new_check(
    item: Item, close_out: CloseOut, kind: SiteCheck.Kind, *, due_on: date, on: date, **values: object
) -> SiteCheck:
    """A check of a request, to be done by a day."""
    return SiteCheck(
        office_id=item.ledger.office_id,
        kind=kind,
        item=item,
        close_out=close_out,
        code=fresh_code(),
        ordered_on=on,
        due_on=due_on,
        **values,
    )


def due_day(ledger: Ledger, on: date) -> date:
    """By when somebody is to have looked."""
    return working_calendar().add(on, ledger.site_check_days)


def fresh_code() -> str:
    """A code that no check ever had."""
    codes = (lots.new_code() for _ in range(_TRIES))
    return next(code for code in codes if not SiteCheck.objects.filter(code=code).exists())


def _carried(item: Item, planned: SiteCheck | None) -> Ground | None:
    """Why the item is looked at whatever its lot: it was to be, or was not as it had been told."""
    if planned is not None:
        return Ground.WAITING
    last = SiteCheck.objects.filter(item=item, state=SiteCheck.State.DONE).order_by("pk").last()
    if last is None or last.result != SiteCheck.Result.DIFFERS or last.close_out is None:
        return None
    return Ground.DIFFERED if last.close_out.state != CloseOut.State.CLOSED else None


def _draw(one: Act, close_out: CloseOut, ground: Ground | None) -> SiteCheckDraw:
    item, share = one.case.item, one.case.item.ledger.site_check_share
    before = Checkpoint.objects.filter(taken_at__lte=_asked_at(one)).order_by("number").last()
    number = lots.lot(before.hash, item.number) if before else None
    if ground is None:
        ground = Ground.NO_CHECKPOINT if number is None else Ground.LOT
    return SiteCheckDraw(
        item=item,
        close_out=close_out,
        share=share,
        checkpoint=before.number if before else None,
        seed=before.hash if before else "",
        lot=number,
        ground=ground,
        is_taken=ground != Ground.LOT or (number is not None and number < share),
        drawn_on=one.on,
    )


def _asked_at(one: Act) -> datetime:
    """The moment of the request: of this very act, or of an earlier one that a reviewer now passes on."""
    if one.kind == Event.CLOSE_ASKED:
        return one.at
    asked = Link.objects.filter(
        subject_kind=Item.track, subject_id=one.case.item.pk, kind=Event.CLOSE_ASKED.value
    )
    moment: datetime = asked.order_by("pk").values_list("recorded_at", flat=True).last() or one.at
    return moment
