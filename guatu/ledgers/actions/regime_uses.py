"""Which regime a ledger is lit by from a day on: asked for by a coordinator, answered by another person."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from guatu.accounts.models import Office
from guatu.accounts.queries import Acting, Held
from guatu.history import chains
from guatu.history.deeds import Deed
from guatu.ledgers import acts, fitting, regime_notices, two_persons
from guatu.ledgers.errors import AlreadyAsked, NotNow, NotYours, WrongChoice
from guatu.ledgers.events import Event
from guatu.ledgers.lights import nightly
from guatu.ledgers.lights.at_once import refuse_two_meanings_at_once
from guatu.ledgers.lights.errors import TwoMeaningsAtOnce, WrongStart
from guatu.ledgers.lights.facts import LIT
from guatu.ledgers.lights.in_force import in_force
from guatu.ledgers.lights.shipped import shipped
from guatu.ledgers.lights.trying import is_for_items
from guatu.ledgers.models import Item, Ledger, LightRegime, RegimeUse, RegimeVersion
from guatu.ledgers.permissions import Part, actor, role_in_office

_State = RegimeUse.State


@transaction.atomic
def ask(
    *,
    ledger: Ledger,
    starts_on: date,
    regime: LightRegime | None = None,
    preset: str = "",
    by: Acting,
    at: datetime,
    on: date,
) -> RegimeUse:
    """Ask that a ledger be lit by a regime of its office, or by a shipped one, from a day on."""
    (ledger,) = locked([ledger])
    role = two_persons.proposer(by, ledger.office_id, Event.REGIME_USE_ASKED)
    chains.hold(ledger.office.chain)
    refuse_unfit_ledger(ledger, ledger.office_id)
    _refuse_choice(ledger, regime, preset)
    use = RegimeUse(ledger=ledger, regime=regime, preset=preset)
    for name, value in two_persons.asked(by, role, on, starts_on).items():
        setattr(use, name, value)
    _refuse_start(use, on)
    refuse_two_meanings_at_once(ledger.office_id, on=on, uses=[use])
    deed = _deed(Event.REGIME_USE_ASKED, ledger, role, by=by, at=at, on=on).add(use)
    regime_notices.asked(use, ledger.office_id, fitting.commit([deed])[0], at=at)
    return use


@transaction.atomic
def ask_as_beside(*, ledger: Ledger, by: Acting, at: datetime, on: date) -> RegimeUse | None:
    """Ask that a new ledger be lit as one beside it, where it would else give a colour a second meaning."""
    try:
        refuse_two_meanings_at_once(ledger.office_id, on=on)
    except TwoMeaningsAtOnce as clash:
        use = next((one for one in _as_beside(ledger, on) if _fits(one, on)), None)
        if use is None or use.starts_on is None:
            raise
        if role_in_office(by, Part.COORDINATOR, ledger.office_id) is None:
            raise NotYours(deed="建要随其他台账亮灯的台账", who=["督办员"]) from clash
        regime, preset, starts_on = use.regime, use.preset, use.starts_on
        return ask(ledger=ledger, starts_on=starts_on, regime=regime, preset=preset, by=by, at=at, on=on)
    return None


def _as_beside(ledger: Ledger, on: date) -> Iterable[RegimeUse]:
    """What the other ledgers of the office are lit by, or will be: the same for this one, the last first."""
    uses = RegimeUse.objects.filter(ledger__office=ledger.office_id, ledger__is_archived=False)
    for one in uses.filter(state=_State.APPROVED).select_related("regime").order_by("-starts_on", "-pk"):
        starts_on = max(one.starts_on or on, on)
        yield RegimeUse(ledger=ledger, regime=one.regime, preset=one.preset, starts_on=starts_on)


def _fits(use: RegimeUse, on: date) -> bool:
    try:
        refuse_two_meanings_at_once(use.ledger.office_id, on=on, uses=[use])
    except TwoMeaningsAtOnce:
        return False
    return True


@transaction.atomic
def approve(
    *, use: RegimeUse, starts_on: date | None = None, remark: str = "", by: Acting, at: datetime, on: date
) -> RegimeUse:
    """Another person lets the ledger be lit so; he may name a later first day."""
    use, role = _answering(use, Event.REGIME_USE_APPROVED, by)
    first = two_persons.first_day(use, starts_on, on)
    hold(use.ledger.office, first, on=on)
    deed = _deed(Event.REGIME_USE_APPROVED, use.ledger, role, by=by, at=at, on=on)
    deed.set(use, starts_on=first)
    deed.set(use, **two_persons.answered(by, role, on, remark, approves=True))
    _refuse_start(use, on)
    refuse_two_meanings_at_once(use.ledger.office_id, on=on, uses=[use])
    commit(deed, use.ledger.office_id)
    regime_notices.over(use, at=at)
    return use


@transaction.atomic
def decline(*, use: RegimeUse, remark: str, by: Acting, at: datetime, on: date) -> RegimeUse:
    """Another person says no, and why."""
    use, role = _answering(use, Event.REGIME_USE_DECLINED, by)
    words = acts.given(remark, what="不批准的理由", field="remark")
    deed = _deed(Event.REGIME_USE_DECLINED, use.ledger, role, by=by, at=at, on=on)
    fitting.commit([deed.set(use, **two_persons.answered(by, role, on, words, approves=False))])
    regime_notices.over(use, at=at)
    return use


@transaction.atomic
def withdraw(*, use: RegimeUse, by: Acting, at: datetime, on: date) -> RegimeUse:
    """A coordinator takes back what was asked for."""
    use = _alone(use)
    role = two_persons.proposer(by, use.ledger.office_id, Event.REGIME_USE_WITHDRAWN)
    if use.state != _State.ASKED:
        raise NotNow(number=use.ledger.name, deed="撤回", state=str(use.get_state_display()))
    deed = _deed(Event.REGIME_USE_WITHDRAWN, use.ledger, role, by=by, at=at, on=on)
    fitting.commit([deed.set(use, state=_State.WITHDRAWN)])
    regime_notices.over(use, at=at)
    return use


def locked(ledgers: Iterable[Ledger]) -> list[Ledger]:
    """The ledgers as they stand, held before their chain, as a deed that numbers items takes them."""
    rows = Ledger.objects.select_for_update(of=("self",)).select_related("office")
    return list(rows.filter(pk__in=[one.pk for one in ledgers]).order_by("pk"))


def hold(office: Office, starts_on: date, *, on: date) -> None:
    """Let nobody else of the office put anything in force until this is; items first where they are lit anew.

    Acts take their items and then the head of the chain: who took them the other way round would wait for an
    act that waits for him.
    """
    if starts_on <= on:
        lit = Item.objects.filter(LIT, ledger__office=office)
        list(lit.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    chains.hold(office.chain)


def commit(deed: Deed, office_id: int) -> None:
    """Let what was approved be; ledgers that go by another regime from today on are lit anew at once."""
    before = in_force(deed.on)
    fitting.commit([deed])
    after = in_force(deed.on)
    ledgers = Ledger.objects.filter(office=office_id).values_list("pk", flat=True)
    if anew := [pk for pk in ledgers if after.of(pk).code != before.of(pk).code]:
        nightly.light_ledgers(anew, before, on=deed.on, at=deed.at)


def refuse_unfit_ledger(ledger: Ledger, office_id: int) -> None:
    """Refuse a ledger of another office, one put away, and one for which something is asked already."""
    if ledger.office_id != office_id:
        raise WrongChoice(field="ledgers", label="用于哪些台账")
    if ledger.is_archived:
        raise NotNow(number=ledger.name, deed="改用别的亮灯规则", state="已归档")
    if ledger.regime_uses.filter(state=_State.ASKED).exists():
        raise AlreadyAsked(what=f"{ledger.name}改用亮灯规则的提请")


def _answering(use: RegimeUse, event: Event, by: Acting) -> tuple[RegimeUse, Held]:
    use = _alone(use)
    return use, two_persons.answerer(use, by, use.ledger.office_id, event, name=use.ledger.name)


def _alone(use: RegimeUse) -> RegimeUse:
    """The use by itself; one that was asked for with a version goes the way of the version."""
    found = RegimeUse.objects.select_for_update(of=("self",)).select_related("ledger__office", "regime")
    use = found.get(pk=use.pk)
    if use.asked_with_id is not None and use.state == _State.ASKED:
        raise NotNow(number=use.ledger.name, deed="单独答复", state="随规则新版一并提请")
    return use


def _refuse_choice(ledger: Ledger, regime: LightRegime | None, preset: str) -> None:
    if regime is not None and (preset or regime.office_id != ledger.office_id):
        raise WrongChoice(field="regime", label="亮灯规则")
    found = shipped().get(preset)
    if regime is None and (found is None or not is_for_items(found)):
        raise WrongChoice(field="regime", label="亮灯规则")


def _refuse_start(use: RegimeUse, on: date) -> None:
    starts_on = use.starts_on or on
    if starts_on < on:
        raise WrongStart(field="starts_on", why=f"启用日期 {starts_on} 已过，请定为今天或以后的日期")
    refuse_before_last(use)
    if use.regime is not None:
        _refuse_unbegun(use.regime, starts_on)


def refuse_before_last(use: RegimeUse) -> None:
    """Refuse a first day before that of what was approved for the ledger already."""
    last = use.ledger.regime_uses.filter(state=_State.APPROVED).order_by("starts_on", "pk").last()
    if last is None or last.starts_on is None or use.starts_on is None or use.starts_on >= last.starts_on:
        return
    why = f"{use.ledger.name}已定自 {last.starts_on} 起改用“{last}”，新的启用日期不能早于它"
    raise WrongStart(field="starts_on", why=why)


def _refuse_unbegun(regime: LightRegime, starts_on: date) -> None:
    first = regime.versions.filter(state=RegimeVersion.State.APPROVED).order_by("starts_on").first()
    if first is None:
        raise NotNow(number=regime.name, deed="用于台账", state="还没有批准的版本")
    if first.starts_on is not None and starts_on < first.starts_on:
        why = f"“{regime.name}”自 {first.starts_on} 起启用，台账不能更早改用它"
        raise WrongStart(field="starts_on", why=why)


def _deed(event: Event, ledger: Ledger, role: Held, *, by: Acting, at: datetime, on: date) -> Deed:
    return Deed(event.value, ledger, chain=ledger.office.chain, by=actor(by, role), at=at, on=on)
