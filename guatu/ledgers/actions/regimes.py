"""An office's own regimes of lights: begun from one that is there, drafted, approved by a second person."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from guatu.accounts.models import Office, Person
from guatu.accounts.queries import Acting, Held
from guatu.history import chains
from guatu.history.deeds import Deed
from guatu.ledgers import acts, fitting, regime_notices, two_persons
from guatu.ledgers.actions import regime_uses
from guatu.ledgers.errors import Incomplete, NotNow, WrongChoice
from guatu.ledgers.events import Event
from guatu.ledgers.lights import writing
from guatu.ledgers.lights.at_once import refuse_two_meanings_at_once
from guatu.ledgers.lights.errors import RegimeChanged, RegimeUnfit, WrongStart
from guatu.ledgers.lights.shipped import shipped
from guatu.ledgers.lights.trying import is_for_items, tried
from guatu.ledgers.lights.writing import Written
from guatu.ledgers.models import Ledger, LightRegime, RegimeUse, RegimeVersion
from guatu.ledgers.permissions import actor
from guatu.ledgers.two_persons import writings

_State = RegimeVersion.State


@transaction.atomic
def start(
    *,
    office: Office,
    name: str,
    preset: str = "",
    version: RegimeVersion | None = None,
    by: Acting,
    at: datetime,
    on: date,
) -> RegimeVersion:
    """A regime of the office's own, its first draft copied from a shipped one or a version."""
    role = two_persons.proposer(by, office.pk, Event.REGIME_STARTED)
    if not name.strip():
        raise Incomplete(field="name", what="规则名称")
    if LightRegime.objects.filter(office=office, name=name.strip()).exists():
        raise NotNow(number=name.strip(), deed="再用这个名称", state="已有同名规则")
    regime = LightRegime(office=office, name=name.strip())
    draft = RegimeVersion(regime=regime, number=1, text=_copied(office, preset, version))
    deed = Deed(Event.REGIME_STARTED.value, regime, chain=office.chain, by=actor(by, role), at=at, on=on)
    fitting.commit([deed.add(regime).add(draft)])
    return draft


def _copied(office: Office, preset: str, version: RegimeVersion | None) -> str:
    if version is not None and version.regime.office_id == office.pk:
        return version.text
    regime = shipped().get(preset)
    if regime is None or not is_for_items(regime):
        raise WrongChoice(field="preset", label="照着哪一套起草")
    return writing.text_of(writing.written_of(regime))


@transaction.atomic
def draft_next(
    *, regime: LightRegime, like: RegimeVersion | None = None, by: Acting, at: datetime, on: date
) -> RegimeVersion:
    """The next version as a draft, copied from one of the versions: the last approved one by default."""
    role = two_persons.proposer(by, regime.office_id, Event.REGIME_DRAFTED)
    rows = LightRegime.objects.select_for_update(of=("self",), no_key=True).select_related("office")
    regime = rows.get(pk=regime.pk)
    if standing := regime.versions.filter(state__in=RegimeVersion.OPEN).first():
        raise NotNow(number=regime.name, deed="再起草一版", state=f"{standing}{standing.get_state_display()}")
    versions = regime.versions.order_by("number")
    found = versions.filter(pk=like.pk) if like is not None else versions.filter(state=_State.APPROVED)
    copied = found.last() or versions.last()
    if copied is None:
        raise WrongChoice(field="like", label="照着哪一版起草")
    last = regime.versions.aggregate(last=Max("number"))["last"]
    draft = RegimeVersion(regime=regime, number=last + 1, text=copied.text)
    fitting.commit([_deed(Event.REGIME_DRAFTED, regime, role, by=by, at=at, on=on).add(draft)])
    return draft


@transaction.atomic
def save(
    *, version: RegimeVersion, written: Written, seen: str = "", by: Acting, at: datetime, on: date
) -> RegimeVersion:
    """Write a draft anew; refuses what does not read, leaves a gap, or shows other lights than its cases.

    `seen` is the digest of the text that was looked at; refused where another one stands by now.
    """
    version = _locked(version)
    role = two_persons.proposer(by, version.regime.office_id, Event.REGIME_DRAFTED)
    if version.state != _State.DRAFT:
        raise _not_now(version, "修改")
    _refuse_unseen(version, seen, "保存")
    _refuse_unfit(version, written, on)
    deed = _deed(Event.REGIME_DRAFTED, version.regime, role, by=by, at=at, on=on)
    if deed.set(version, text=writing.text_of(writing.as_printed(written))).changed:
        fitting.commit([deed])
    return version


@transaction.atomic
def ask(
    *,
    version: RegimeVersion,
    starts_on: date,
    ledgers: Sequence[Ledger] = (),
    seen: str = "",
    by: Acting,
    at: datetime,
    on: date,
) -> RegimeVersion:
    """Ask that a draft be in force from a day on, and that these ledgers use the regime from then on.

    `seen` is the digest of the text that was looked at; refused where another one stands by now.
    """
    version = _locked(version)
    regime = version.regime
    role = two_persons.proposer(by, regime.office_id, Event.REGIME_ASKED)
    if version.state != _State.DRAFT:
        raise _not_now(version, "提请批准")
    _refuse_unseen(version, seen, "提请")
    _refuse_unfit(version, writing.written_text(version.text), on)
    ledgers = regime_uses.locked(ledgers)
    chains.hold(regime.office.chain)
    _refuse_start(version, starts_on, on)
    deed = _deed(Event.REGIME_ASKED, regime, role, by=by, at=at, on=on)
    given = two_persons.asked(by, role, on, starts_on)
    deed.set(version, **given)
    uses = [_use(version, ledger, given) for ledger in ledgers]
    for use in uses:
        deed.add(use)
    refuse_two_meanings_at_once(regime.office_id, on=on, versions=[version], uses=uses)
    regime_notices.asked(version, regime.office_id, fitting.commit([deed])[0], at=at)
    return version


def _use(version: RegimeVersion, ledger: Ledger, given: Mapping[str, object]) -> RegimeUse:
    """That a ledger is to use the regime with its version; refuses one that cannot."""
    regime_uses.refuse_unfit_ledger(ledger, version.regime.office_id)
    use = RegimeUse(ledger=ledger, regime=version.regime, asked_with=version, **given)
    regime_uses.refuse_before_last(use)
    return use


@transaction.atomic
def approve(
    *,
    version: RegimeVersion,
    starts_on: date | None = None,
    remark: str = "",
    by: Acting,
    at: datetime,
    on: date,
) -> RegimeVersion:
    """Another person puts a version in force, with the uses asked for; he may name a later first day."""
    version = _locked(version)
    regime = version.regime
    role = two_persons.answerer(version, by, regime.office_id, Event.REGIME_APPROVED, name=_name(version))
    first = two_persons.first_day(version, starts_on, on)
    _refuse_unfit(version, writing.written_text(version.text), on)
    uses = list(_asked_with(version))
    regime_uses.hold(regime.office, first, on=on)
    _refuse_start(version, first, on)
    deed = _deed(Event.REGIME_APPROVED, regime, role, by=by, at=at, on=on)
    for row in _both(version, uses):
        given = two_persons.answered(by, role, on, remark, approves=True)
        deed.set(row, starts_on=first, **given)
    for use in uses:
        regime_uses.refuse_before_last(use)
    refuse_two_meanings_at_once(regime.office_id, on=on, versions=[version], uses=uses)
    regime_uses.commit(deed, regime.office_id)
    regime_notices.over(version, at=at)
    return version


@transaction.atomic
def decline(*, version: RegimeVersion, remark: str, by: Acting, at: datetime, on: date) -> RegimeVersion:
    """Another person says no, and why; the uses that were asked for with it go with it."""
    version = _locked(version)
    regime = version.regime
    role = two_persons.answerer(version, by, regime.office_id, Event.REGIME_DECLINED, name=_name(version))
    words = acts.given(remark, what="不批准的理由", field="remark")
    deed = _deed(Event.REGIME_DECLINED, regime, role, by=by, at=at, on=on)
    for row in _both(version, _asked_with(version)):
        deed.set(row, **two_persons.answered(by, role, on, words, approves=False))
    fitting.commit([deed])
    regime_notices.over(version, at=at)
    return version


@transaction.atomic
def withdraw(*, version: RegimeVersion, by: Acting, at: datetime, on: date) -> RegimeVersion:
    """A coordinator drops a draft, or takes back what was asked for."""
    version = _locked(version)
    role = two_persons.proposer(by, version.regime.office_id, Event.REGIME_WITHDRAWN)
    if version.state not in RegimeVersion.OPEN:
        raise _not_now(version, "撤回")
    deed = _deed(Event.REGIME_WITHDRAWN, version.regime, role, by=by, at=at, on=on)
    for row in _both(version, _asked_with(version)):
        deed.set(row, state=_State.WITHDRAWN)
    fitting.commit([deed])
    regime_notices.over(version, at=at)
    return version


def _asked_with(version: RegimeVersion) -> Iterable[RegimeUse]:
    return version.uses_asked.filter(state=_State.ASKED).select_for_update(of=("self",)).order_by("pk")


def _both(version: RegimeVersion, uses: Iterable[RegimeUse]) -> list[RegimeVersion | RegimeUse]:
    return [version, *uses]


def _locked(version: RegimeVersion) -> RegimeVersion:
    found = RegimeVersion.objects.select_for_update(of=("self",)).select_related("regime__office")
    return found.get(pk=version.pk)


def _name(version: RegimeVersion) -> str:
    return f"{version.regime.name}{version}"


def _not_now(version: RegimeVersion, deed: str) -> NotNow:
    return NotNow(number=_name(version), deed=deed, state=str(version.get_state_display()))


def _refuse_unseen(version: RegimeVersion, seen: str, deed: str) -> None:
    if seen and seen != version.digest:
        last = writings(version)[-1:]
        who = Person.objects.filter(pk__in=[one.actor_id for one in last]).first()
        name = who.name if who else "别人"
        raise RegimeChanged(name=_name(version), who=name, deed=deed, digest=version.digest)


def _refuse_unfit(version: RegimeVersion, written: Written, on: date) -> None:
    if faults := tried(written, name=version.regime.name, on=on).faults:
        raise RegimeUnfit(faults)


def _refuse_start(version: RegimeVersion, starts_on: date, on: date) -> None:
    if starts_on < on:
        raise WrongStart(field="starts_on", why=f"启用日期 {starts_on} 已过，请定为今天或以后的日期")
    approved = version.regime.versions.filter(state=_State.APPROVED)
    last = approved.order_by("starts_on", "number").last()
    if last is not None and last.starts_on is not None and starts_on < last.starts_on:
        why = f"{last}自 {last.starts_on} 起启用，新版的启用日期不能早于它"
        raise WrongStart(field="starts_on", why=why)


def _deed(event: Event, regime: LightRegime, role: Held, *, by: Acting, at: datetime, on: date) -> Deed:
    return Deed(event.value, regime, chain=regime.office.chain, by=actor(by, role), at=at, on=on)
