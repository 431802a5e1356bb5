"""Site checks as people see them: whose they are, who may go, what was found, what was drawn before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting, divisions_below
from guatu.ledgers import keys
from guatu.ledgers.cases import Case
from guatu.ledgers.doubts import places
from guatu.ledgers.doubts.findings import Doubt, Kind
from guatu.ledgers.models import (
    Assignment,
    CloseOut,
    Evidence,
    Item,
    Likeness,
    Photograph,
    SiteCheck,
    SiteCheckDraw,
    SiteCheckPhoto,
    StandardCheck,
)
from guatu.ledgers.permissions import Part, parts_in_ledger, role_in_office
from guatu.ledgers.queries import doubts, likenesses, look_backs, visibility
from guatu.ledgers.site_checks.deeds import hands_of

_Kind = Role.Kind
State = SiteCheck.State
READERS: Final = (_Kind.COORDINATOR, _Kind.VERIFIER, _Kind.LEADER, _Kind.INSPECTOR)
"""Who opens the page: who orders, who goes, who leads, who inspects."""
_STAFF: Final = (_Kind.COORDINATOR, _Kind.VERIFIER, _Kind.LEADER)
_WITH: Final = (
    "office__unit",
    "item__ledger__office",
    "item__lead_unit",
    "item__standard",
    "close_out",
    "draw",
    "unit",
    "checker",
    "ordered_by",
    "done_by",
    "done_for",
    "done_unit",
)


def visible(who: Acting) -> QuerySet[SiteCheck]:
    """The checks that somebody sees; of one without notice the unit sees nothing before it is recorded."""
    seen = Q(office__in=who.offices(*_STAFF))
    seen |= Q(item__ledger__second_office__in=who.offices(_Kind.VERIFIER))
    if inspected := who.divisions(_Kind.INSPECTOR):
        seen |= Q(office__unit__division__in=divisions_below(inspected))
    own = {who.unit_id, *who.units()}
    secret = Q(kind=SiteCheck.Kind.UNANNOUNCED, state=State.PLANNED, unit__in=own)
    return SiteCheck.objects.filter(seen).exclude(secret).select_related(*_WITH)


def standing(rows: QuerySet[SiteCheck]) -> QuerySet[SiteCheck]:
    """Those that somebody is to do now: without notice, or of a request that waits to be verified."""
    asked = Q(close_out__state=CloseOut.State.VERIFYING, item__state=Item.State.VERIFYING)
    return rows.filter(Q(item=None) | asked, state=State.PLANNED).order_by("due_on", "pk")


def due(who: Acting) -> QuerySet[SiteCheck]:
    """What is for this person to do: named, or anybody's of the offices for which he verifies."""
    offices = who.offices(_Kind.VERIFIER)
    mine = Q(office__in=offices) | Q(item__ledger__second_office__in=offices)
    hands = {who.person_id, *(one.principal_id for one in who.held(_Kind.VERIFIER) if one.principal_id)}
    return standing(visible(who)).filter(mine, Q(checker=None) | Q(checker__in=hands))


def ended(rows: QuerySet[SiteCheck]) -> QuerySet[SiteCheck]:
    """What was done, and what was dropped."""
    return rows.exclude(state=State.PLANNED).order_by("-done_on", "-pk")


def counts(who: Acting, *, on: date) -> dict[str, int]:
    """How many wait, how many of them are late, how many are over; two statements."""
    seen = visible(who).order_by()
    waiting = standing(seen).order_by().aggregate(due=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)))
    return waiting | {"ended": ended(seen).count()}


def why_not(who: Acting, check: SiteCheck, case: Case | None) -> str:
    """Why somebody does not write the result of a check; empty where he may."""
    if check.state != State.PLANNED:
        return "已经办结"
    if check.item is not None:
        role = parts_in_ledger(check.item.ledger, who).get(Part.VERIFIER)
    else:
        role = role_in_office(who, _Kind.VERIFIER, check.office_id)
    if role is None:
        return "由核查员办理"
    if check.item is not None and check.item.state != Item.State.VERIFYING:
        return "销号申请已撤回或退回，再申请时仍要查"
    if check.checker_id is not None and check.checker_id not in hands_of(who, role.principal_id):
        return f"已指定{check.checker}去"
    if check.unit_id is not None and check.unit_id in {who.unit_id, *who.units()}:
        return "您是被查单位的人"
    if case is None or check.close_out is None:
        return ""
    return keys.why_not(case, check.close_out, by=who, role=role)


def case_of(check: SiteCheck) -> Case | None:
    """The item of a check with its units; none of a check without notice."""
    if check.item is None:
        return None
    rows = Assignment.objects.filter(item=check.item).select_related("unit")
    return Case(check.item, [], list(rows.order_by("pk")))


def lines_of(checks: Iterable[SiteCheck]) -> dict[int, list[StandardCheck]]:
    """What to look at, by the key of the check: the lines that people judge, else all; one statement."""
    wanted = {one.pk: one.item.standard_id for one in checks if one.item and one.item.standard_id}
    lines: dict[int, list[StandardCheck]] = {}
    for line in StandardCheck.objects.filter(version__in=set(wanted.values())).order_by("position"):
        lines.setdefault(line.version_id, []).append(line)
    person = StandardCheck.Method.PERSON
    return {
        pk: [one for one in lines.get(version, ()) if one.method == person] or lines.get(version, [])
        for pk, version in wanted.items()
    }


def draws_of(item_id: int) -> list[SiteCheckDraw]:
    """Every draw of an item, the discarded ones among them, the first first."""
    rows = SiteCheckDraw.objects.filter(item=item_id).select_related("close_out")
    return list(rows.order_by("pk"))


def of_item(item_id: int) -> list[SiteCheck]:
    """Every check of an item, the first first."""
    rows = SiteCheck.objects.filter(item=item_id).select_related(*_WITH)
    return list(rows.prefetch_related("photos__file").order_by("pk"))


def found_by(item: Item) -> SiteCheck | None:
    """The check without notice that found an item; at most one statement."""
    if item.kind != Item.Kind.FINDING:
        return None
    rows = SiteCheck.objects.filter(findings__item=item)
    return rows.select_related("done_by").first()


def checkers(check: SiteCheck, *, on: date) -> list[tuple[int, str]]:
    """The verifiers who could be named: of the office, and of the one with the second key."""
    if check.item is not None:
        return look_backs.lookers([check.item.ledger], on=on)
    return checkers_of(check.office_id, on=on)


def checkers_of(office_id: int, *, on: date) -> list[tuple[int, str]]:
    """The verifiers of an office."""
    roles = Role.objects.in_force(on=on).filter(office=office_id, kind=_Kind.VERIFIER, person__is_active=True)
    found = roles.order_by("pk").values_list("person", "person__name", "person__unit__name")
    return list({pk: (pk, f"{name}（{unit}）") for pk, name, unit in found}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A photograph of a check with what gives pause about it."""

    photo: SiteCheckPhoto
    doubts: Sequence[Doubt]


def seen(who: Acting, check: SiteCheck) -> list[Seen]:
    """The photographs in the order in which they came; a handful of statements."""
    photos = list(check.photos.select_related("file").order_by("pk"))
    if not photos:
        return []
    files = {one.file_id for one in photos}
    looked = doubts.of_photographs(files)
    alike = likenesses.of_files(files)
    used = _used(who, {one.sha256 for those in alike.values() for one in those} | files)
    return [
        Seen(photo=one, doubts=[*_given_before(one, alike, used), *_told(one, check, photos, looked)])
        for one in photos
    ]


def _used(who: Acting, files: Iterable[str]) -> Mapping[str, str]:
    """Whose evidence a file is already, by its digest; what this person does not see has no number."""
    rows = Evidence.objects.filter(file__in=list(files)).order_by("-pk")
    found = list(rows.values_list("file", "item", "item__number"))
    shown = visibility.items(who).filter(pk__in={pk for _, pk, _ in found}).values_list("pk", flat=True)
    known = set(shown)
    return {file: f" {number} " if pk in known else "别的事项" for file, pk, number in found}


def _given_before(
    own: SiteCheckPhoto, alike: Mapping[str, Sequence[likenesses.Alike]], used: Mapping[str, str]
) -> Iterator[Doubt]:
    """What a unit gave itself is no proof of what somebody else saw."""
    if number := used.get(own.file_id):
        yield Doubt(Kind.SAME_FILE, f"与{number}的佐证是同一个文件", is_strong=True)
    for one in alike.get(own.file_id, ()):
        if one.kind == Likeness.Kind.COPY and (number := used.get(one.sha256)):
            yield Doubt(Kind.SAME_PICTURE, f"与{number}的佐证是同一张照片，文件不同", is_strong=True)


def _told(
    own: SiteCheckPhoto, check: SiteCheck, beside: Sequence[SiteCheckPhoto], looked: Mapping[str, Photograph]
) -> Iterator[Doubt]:
    """What the device claims of time and place, where it does not fit."""
    day = localdate(own.taken_at) if own.taken_at else None
    if day is not None and day < check.ordered_on:
        yield Doubt(
            Kind.OUT_OF_TIME, f"设备自报摄于 {day}，早于派出核查的 {check.ordered_on}", is_strong=True
        )
    if own.file_id in looked:
        others = [looked[one.file_id] for one in beside if one.pk != own.pk and one.file_id in looked]
        around = [place for one in others if (place := _place(one))]
        own_place, of_item = _place(looked[own.file_id]), places.of_item(check.item)
        yield from places.far_away(own_place, around, item=of_item)


def _place(one: Photograph) -> places.Place | None:
    if one.latitude is None or one.longitude is None:
        return None
    return one.latitude, one.longitude


def place_of(check: SiteCheck) -> places.Place | None:
    """Where a check leads to, as far as the office wrote it down."""
    return places.of_item(check.item)
