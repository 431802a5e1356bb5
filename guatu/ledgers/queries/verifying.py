"""What a verifier sees: the requests that wait for the second key, and one of them with all its proofs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.ledgers import checking, keys
from guatu.ledgers.cases import Case
from guatu.ledgers.checking import Finding
from guatu.ledgers.doubts.findings import Doubt
from guatu.ledgers.freezing import frozen
from guatu.ledgers.models import (
    Assignment,
    CheckResult,
    CloseOut,
    Evidence,
    EvidenceUse,
    Item,
    Likeness,
    Measure,
    Photograph,
    Report,
    SiteCheck,
)
from guatu.ledgers.permissions import Part, parts_in_ledger
from guatu.ledgers.queries import doubts, likenesses, visibility
from guatu.ledgers.queries.doubts import Words
from guatu.ledgers.queries.likenesses import Alike
from guatu.ledgers.site_checks import rules

Verdict = Evidence.Verdict
RECENT: Final = timedelta(days=7)
"""How long a verdict stays in the list of what was judged."""
MOST: Final = 20
_COPY: Final = Likeness.Kind.COPY
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


@dataclass(frozen=True, slots=True)
class Resembling:
    """Another file with the same picture, where it is used."""

    use: EvidenceUse
    likeness: Alike
    photograph: Photograph | None

    @property
    def is_copy(self) -> bool:
        return self.likeness.kind == Likeness.Kind.COPY


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A piece of evidence of the request, with the measures it serves and where else it stands."""

    evidence: Evidence
    measures: Sequence[int]
    """Places of the measures in the item; empty is the item as a whole."""
    elsewhere: Elsewhere
    alike: Sequence[Resembling] = ()
    """Other files that show the same picture, the likest first."""
    hidden_alike: int = 0
    """Items that this person does not see, in which a copy stands."""
    photograph: Photograph | None = None
    """What was seen in the file, if it is a photograph."""
    doubts: Sequence[Doubt] = ()
    """What gives pause, with reasons; nothing of it stops anything."""

    @property
    def is_doubtful(self) -> bool:
        """It stands elsewhere too, and a verifier has still to say whether it may.

        What only looks as if it had been taken off a screen is told among the doubts, and no more.
        """
        is_again = self.elsewhere or self.hidden_alike or any(one.is_copy for one in self.alike)
        return bool(is_again) and self.evidence.verdict not in (Verdict.SHARED, Verdict.REJECTED)


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
    """The looks at the place that belong to this attempt, dropped ones too."""
    words: Words
    """What gives pause about what was written."""

    @property
    def item(self) -> Item:
        return self.case.item

    @property
    def why_unlooked(self) -> str:
        """Why the second key does not turn, by what was or was not seen at the place."""
        return rules.why_no_key(one for one in self.site_checks if one.state != SiteCheck.State.DROPPED)

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
    rows = set(uses.values_list("item", "evidence", "evidence__file", "evidence__verdict", "again"))
    copied = _copied({row[2] for row in rows})
    repeated: dict[int, int] = {}
    rejected: dict[int, int] = {}
    for item, _, file, verdict, again in rows:
        if verdict == Verdict.REJECTED:
            rejected[item] = rejected.get(item, 0) + 1
        elif (again or file in copied) and verdict != Verdict.SHARED:
            repeated[item] = repeated.get(item, 0) + 1
    return repeated, rejected


def _copied(files: Collection[str]) -> set[str]:
    """Those whose picture stands in another file that serves an item; two statements."""
    alike = likenesses.of_files(files)
    copies = {file: {one.sha256 for one in those if one.kind == _COPY} for file, those in alike.items()}
    others = set().union(*copies.values())
    if not others:
        return set()
    used = set(EvidenceUse.objects.filter(evidence__file__in=others).values_list("evidence__file", flat=True))
    return {file for file, those in copies.items() if those & used}


def _on_site(found: Iterable[CloseOut]) -> set[int]:
    """The items of which somebody is still to see the place."""
    planned = SiteCheck.objects.filter(close_out__in=[one.pk for one in found], state=SiteCheck.State.PLANNED)
    return {one for one in planned.values_list("item", flat=True) if one is not None}


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
        words=doubts.of_words(who, close_out, proofs=len(proofs)),
        site_checks=_site_checks(close_out),
    )


def _case(item: Item) -> Case:
    measures = list(Measure.objects.filter(item=item, is_dropped=False).order_by("position"))
    return Case(item, measures, list(Assignment.objects.filter(item=item).select_related("unit")))


def _proofs(who: Acting, case: Case) -> list[Proof]:
    """The proofs in the order in which they came; six statements."""
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
    beside = list(evidence.values())
    found = _Found.of(who, case.item, {one.file_id for one in beside})
    return [found.proof(one, served[one.pk], beside) for one in beside]


@dataclass(frozen=True, slots=True)
class _Found:
    """What the files of an item's proofs have in common with others, looked up for all of them at once."""

    item: Item
    uses: Mapping[str, Sequence[EvidenceUse]]
    """By file, wherever it is used."""
    alike: Mapping[str, Sequence[Alike]]
    photographs: Mapping[str, Photograph]
    seen: Collection[int]
    """The items that this person sees."""

    @classmethod
    def of(cls, who: Acting, item: Item, files: Collection[str]) -> "_Found":
        alike = likenesses.of_files(files)
        others = {one.sha256 for those in alike.values() for one in those}
        wanted = EvidenceUse.objects.filter(evidence__file__in=others.union(files))
        related = ("evidence__unit", "evidence__file", "item", "measure")
        uses: dict[str, list[EvidenceUse]] = {}
        for use in wanted.select_related(*related).order_by("pk"):
            uses.setdefault(use.evidence.file_id, []).append(use)
        pks = {one.item_id for those in uses.values() for one in those}
        seen = set(visibility.items(who).filter(pk__in=pks).values_list("pk", flat=True)) if pks else set()
        return cls(item, uses, alike, doubts.of_photographs(others.union(files)), seen | {item.pk})

    def proof(self, one: Evidence, measures: Sequence[int], beside: Sequence[Evidence]) -> Proof:
        """One of the item's proofs with all that was found of it."""
        elsewhere = self._elsewhere(one.file_id)
        alike, hidden = self._alike(one)
        own_uses = {use.item_id for use in self.uses.get(one.file_id, ()) if use.evidence_id == one.pk}
        told = [
            *doubts.of_use(
                same_files=len({use.item_id for use in elsewhere.uses}) + elsewhere.hidden,
                pictures=[
                    *(
                        (str(each.likeness.kind), self._named(each.use), each.likeness.is_mirrored)
                        for each in alike
                    ),
                    *([("copy", f"您看不到的 {hidden} 个事项的照片", False)] if hidden else []),
                ],
                own_uses=len(own_uses),
            ),
            *doubts.of_proof(one, self.item, beside, self.photographs),
        ]
        return Proof(
            evidence=one,
            measures=measures,
            elsewhere=elsewhere,
            alike=alike,
            hidden_alike=hidden,
            photograph=self.photographs.get(one.file_id),
            doubts=told,
        )

    def _elsewhere(self, file: str) -> Elsewhere:
        """Where the very bytes stand in other items, as far as this person sees them."""
        uses = [use for use in self.uses.get(file, ()) if use.item_id != self.item.pk]
        hidden = {use.item_id for use in uses if use.item_id not in self.seen}
        return Elsewhere(uses=[use for use in uses if use.item_id in self.seen], hidden=len(hidden))

    def _alike(self, own: Evidence) -> tuple[list[Resembling], int]:
        """Files with the same picture: one use of each that is seen, and how many items are hidden."""
        shown: list[Resembling] = []
        hidden: set[int] = set()
        for alike in self.alike.get(own.file_id, ()):
            uses = [use for use in self.uses.get(alike.sha256, ()) if use.evidence_id != own.pk]
            if alike.kind == Likeness.Kind.COPY:
                hidden.update(use.item_id for use in uses if use.item_id not in self.seen)
            seen = next((use for use in uses if use.item_id in self.seen), None)
            if seen is not None:
                shown.append(Resembling(seen, alike, self.photographs.get(alike.sha256)))
        return sorted(shown, key=lambda one: (one.likeness.kind, -one.likeness.share)), len(hidden)

    def _named(self, use: EvidenceUse) -> str:
        if use.item_id == self.item.pk:
            return f"本项另一份“{use.evidence.name}”"
        return f" {use.item.number} 的“{use.evidence.name}”"


def _doers(close_out: CloseOut, proofs: Iterable[Proof]) -> list[str]:
    """Everybody who had a hand in what is to be judged: who asked comes first."""
    reports = Report.objects.filter(item=close_out.item_id).order_by("pk")
    asked = (close_out.requested_by, close_out.requested_for, close_out.reviewed_by)
    names = [person.name for person in asked if person is not None]
    names += reports.values_list("reported_by__name", flat=True)
    names += [proof.evidence.uploaded_by.name for proof in proofs]
    return list(dict.fromkeys(names))


def _site_checks(close_out: CloseOut) -> list[SiteCheck]:
    """The looks at the place in this attempt, the first first."""
    people = ("ordered_by", "checker", "done_by", "done_for", "done_unit")
    return list(SiteCheck.objects.filter(close_out=close_out).select_related(*people).order_by("pk"))
