"""What a verifier sees: the requests that wait for the second key, and one of them with all its proofs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from guatu.accounts.models import Person, Role
from guatu.accounts.queries import Acting
from guatu.history.models import Event as Link
from guatu.ledgers import checking, keys
from guatu.ledgers.cases import Case
from guatu.ledgers.checking import Finding
from guatu.ledgers.events import Event
from guatu.ledgers.freezing import frozen
from guatu.ledgers.models import (
    Assignment,
    CheckResult,
    CloseOut,
    Evidence,
    EvidenceUse,
    Item,
    Measure,
    Report,
)
from guatu.ledgers.permissions import Part, parts_in_ledger
from guatu.ledgers.queries import visibility

Verdict = Evidence.Verdict
RECENT: Final = timedelta(days=7)
"""How long a verdict stays in the list of what was judged."""
MOST: Final = 20
_ITEM: Final = ("item__ledger__office", "item__lead_unit", "item__standard__standard", "requested_unit")


class Order(StrEnum):
    """How the queue is ordered."""

    LONG = "long"
    READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A request in the queue."""

    close_out: CloseOut
    repeated: int = 0
    """Proofs whose very bytes stand in another item, and nobody has said that they may."""
    rejected: int = 0
    is_on_site: bool = False
    """A look at the place was ordered."""

    @property
    def item(self) -> Item:
        return self.close_out.item

    @property
    def since(self) -> date:
        """The day from which it waits for the verifier."""
        return self.close_out.reviewed_on or self.close_out.requested_on

    @property
    def is_ready(self) -> bool:
        return not (self.repeated or self.rejected or self.is_on_site)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The same bytes in another item; hidden ones are only counted."""

    uses: Sequence[EvidenceUse] = ()
    hidden: int = 0

    def __bool__(self) -> bool:
        return bool(self.uses or self.hidden)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A piece of evidence of the request, with the measures it serves and where else it stands."""

    evidence: Evidence
    measures: Sequence[int]
    """Places of the measures in the item; empty is the item as a whole."""
    elsewhere: Elsewhere

    @property
    def is_doubtful(self) -> bool:
        """It stands elsewhere too, and a verifier has still to say whether it may."""
        return bool(self.elsewhere) and self.evidence.verdict not in (Verdict.SHARED, Verdict.REJECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCheck:
    """An order to look at the place."""

    ordered_by: str
    ordered_on: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A request with all that a verdict needs."""

    case: Case
    close_out: CloseOut
    findings: Sequence[Finding]
    results: Mapping[int, CheckResult]
    """What stands in the request, by the key of the line."""
    proofs: Sequence[Proof]
    doers: Sequence[str]
    """Who asked, reviewed, reported or proved."""
    why_not: str
    """Why this person may not turn the second key."""
    is_changed: bool
    """What stands in the item is no longer what was asked to be closed: it can only be returned."""
    site_checks: Sequence[SiteCheck]

    @property
    def item(self) -> Item:
        return self.case.item

    @property
    def unmet(self) -> list[Finding]:
        """The lines that the machine knows are not met."""
        return [one for one in self.findings if one.is_met is False]


def _requests(who: Acting) -> QuerySet[CloseOut]:
    """The requests of which somebody may hold the second key."""
    offices = who.offices(Role.Kind.VERIFIER)
    mine = Q(item__ledger__office__in=offices) | Q(item__ledger__second_office__in=offices)
    return CloseOut.objects.filter(mine).select_related(*_ITEM)


def queue(who: Acting, *, order: Order = Order.LONG) -> list[Waiting]:
    """What waits, the longest first, or what is ready first; three statements however much it is."""
    found = list(_requests(who).filter(state=CloseOut.State.VERIFYING, item__state=Item.State.VERIFYING))
    pks = [one.item_id for one in found]
    repeated, rejected = _doubts(pks)
    on_site = _on_site(found)
    rows = [
        Waiting(
            close_out=one,
            repeated=repeated.get(one.item_id, 0),
            rejected=rejected.get(one.item_id, 0),
            is_on_site=one.item_id in on_site,
        )
        for one in found
    ]
    return sorted(
        rows,
        key=lambda row: (order is Order.READY and not row.is_ready, row.since, row.item.number),
    )


def _doubts(pks: Collection[int]) -> tuple[dict[int, int], dict[int, int]]:
    """How many proofs of each item stand elsewhere too, and how many do not count."""
    same = EvidenceUse.objects.filter(evidence__file=OuterRef("evidence__file"))
    uses = EvidenceUse.objects.filter(EvidenceUse.COUNTING, item__in=pks).annotate(
        again=Exists(same.exclude(item=OuterRef("item")))
    )
    rows = set(uses.values_list("item", "evidence", "evidence__verdict", "again"))
    repeated: dict[int, int] = {}
    rejected: dict[int, int] = {}
    for item, _, verdict, again in rows:
        if verdict == Verdict.REJECTED:
            rejected[item] = rejected.get(item, 0) + 1
        elif again and verdict != Verdict.SHARED:
            repeated[item] = repeated.get(item, 0) + 1
    return repeated, rejected


def _on_site(found: Iterable[CloseOut]) -> set[int]:
    since = {one.item_id: one.requested_on for one in found}
    links = Link.objects.filter(
        subject_kind=Item.track, subject_id__in=since, kind=Event.SITE_CHECK_ORDERED.value
    )
    return {pk for pk, day in links.values_list("subject_id", "happened_on") if day >= since[pk]}


def judged(who: Acting, *, on: date) -> list[CloseOut]:
    """What was passed or returned in the last days, the latest first; one statement."""
    since = on - RECENT
    by_unit = Q(item__ledger__needs_lead_review=True, reviewed_by=None)
    returned = Q(state=CloseOut.State.RETURNED, ended_on__gte=since, verified_by=None) & ~by_unit
    found = _requests(who).filter(Q(verified_on__gte=since) | returned).select_related("verified_by", *_ITEM)
    return sorted(found, key=lambda one: (_ended(one), one.pk), reverse=True)[:MOST]


def _ended(one: CloseOut) -> date:
    return one.verified_on or one.ended_on or date.min


def sheet(who: Acting, pk: int) -> Sheet | None:
    """One request with its item; None where none waits that this person may judge."""
    waiting = _requests(who).filter(item=pk, state=CloseOut.State.VERIFYING)
    people = ("requested_by", "requested_for", "reviewed_by")
    close_out = waiting.select_related(*people, *_ITEM).first()
    if close_out is None:
        return None
    case = _case(close_out.item)
    role = parts_in_ledger(case.item.ledger, who).get(Part.VERIFIER)
    proofs = _proofs(who, case)
    return Sheet(
        case=case,
        close_out=close_out,
        findings=checking.check(case),
        results={one.check_line_id: one for one in CheckResult.objects.filter(close_out=close_out)},
        proofs=proofs,
        doers=_doers(close_out, proofs),
        why_not=keys.why_not(case, close_out, by=who, role=role),
        is_changed=frozen(case)[1] != close_out.content_hash,
        site_checks=_site_checks(close_out),
    )


def _case(item: Item) -> Case:
    measures = list(Measure.objects.filter(item=item, is_dropped=False).order_by("position"))
    return Case(item, measures, list(Assignment.objects.filter(item=item).select_related("unit")))


def _proofs(who: Acting, case: Case) -> list[Proof]:
    """The proofs in the order in which they came; four statements."""
    places = {one.pk: one.position for one in case.measures}
    uses = EvidenceUse.objects.filter(EvidenceUse.COUNTING, item=case.item)
    uses = uses.order_by("evidence", "measure__position")
    evidence: dict[int, Evidence] = {}
    served: dict[int, list[int]] = {}
    for use in uses.select_related("evidence__file", "evidence__unit", "evidence__uploaded_by"):
        evidence[use.evidence_id] = use.evidence
        served.setdefault(use.evidence_id, []).extend(
            [places[use.measure_id]] if use.measure_id in places else []
        )
    elsewhere = _elsewhere(who, case.item, {one.file_id for one in evidence.values()})
    return [
        Proof(evidence=one, measures=served[pk], elsewhere=elsewhere.get(one.file_id, Elsewhere()))
        for pk, one in evidence.items()
    ]


def _elsewhere(who: Acting, item: Item, files: Collection[str]) -> dict[str, Elsewhere]:
    """Where the very bytes of these files stand in other items, as far as this person sees them."""
    found = EvidenceUse.objects.filter(evidence__file__in=files).exclude(item=item)
    uses = list(found.select_related("evidence__unit", "evidence__file", "item", "measure").order_by("pk"))
    pks = {one.item_id for one in uses}
    seen = set(visibility.items(who).filter(pk__in=pks).values_list("pk", flat=True)) if pks else set()
    shown: dict[str, list[EvidenceUse]] = {}
    hidden: dict[str, set[int]] = {}
    for use in uses:
        if use.item_id in seen:
            shown.setdefault(use.evidence.file_id, []).append(use)
        else:
            hidden.setdefault(use.evidence.file_id, set()).add(use.item_id)
    return {
        file: Elsewhere(uses=shown.get(file, ()), hidden=len(hidden.get(file, ())))
        for file in {*shown, *hidden}
    }


def _doers(close_out: CloseOut, proofs: Iterable[Proof]) -> list[str]:
    """Everybody who had a hand in what is to be judged: who asked comes first."""
    reports = Report.objects.filter(item=close_out.item_id).order_by("pk")
    asked = (close_out.requested_by, close_out.requested_for, close_out.reviewed_by)
    names = [person.name for person in asked if person is not None]
    names += reports.values_list("reported_by__name", flat=True)
    names += [proof.evidence.uploaded_by.name for proof in proofs]
    return list(dict.fromkeys(names))


def _site_checks(close_out: CloseOut) -> list[SiteCheck]:
    """The orders to look at the place in this attempt, the latest first."""
    links = Link.objects.filter(
        subject_kind=Item.track,
        subject_id=close_out.item_id,
        kind=Event.SITE_CHECK_ORDERED.value,
        happened_on__gte=close_out.requested_on,
    )
    found = list(links.order_by("-pk").prefetch_related("enclosures"))
    names = dict(Person.objects.filter(pk__in=[one.actor_id for one in found]).values_list("pk", "name"))
    return [
        SiteCheck(
            ordered_by=names.get(one.actor_id or 0, ""),
            ordered_on=one.happened_on,
            words=next((text.text or "" for text in one.enclosures.all() if text.name == "words"), ""),
        )
        for one in found
    ]
