"""Which document a newer version replaces: suggested by likeness, named, taken back; its draft follows."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from guatu.accounts.queries import Acting
from guatu.ledgers.actions import directives
from guatu.ledgers.errors import NotYours
from guatu.ledgers.intake.entries import Entries, find
from guatu.ledgers.intake.errors import NoSuchEntry
from guatu.ledgers.models import Directive, Draft, Item, Ledger
from guatu.ledgers.permissions import role_in_office
from guatu.ledgers.revisions import comparing
from guatu.ledgers.revisions.clauses import plain

_VERSION_WORDS: Final = (
    "征求意见稿",
    "送审稿",
    "讨论稿",
    "修订稿",
    "修改稿",
    "正式稿",
    "修订版",
    "初稿",
    "定稿",
)
_SURE: Final = 75
"""From this likeness of titles, of 100, a document is suggested without being asked for."""
_LATEST: Final = 400


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be the older version."""

    directive: Directive
    likeness: int

    @property
    def is_likely(self) -> bool:
        return self.likeness >= _SURE


def candidates(directive: Directive) -> list[Candidate]:
    """Documents of the office that have no newer version, the likest first."""
    found = Directive.objects.filter(office=directive.office_id, newer=None).exclude(pk=directive.pk)
    found = found.filter(received_on__lte=directive.received_on).order_by("-received_on", "-pk")
    before = {one.pk for one in ancestors(directive)}
    made = [Candidate(one, _likeness(one, directive)) for one in found[:_LATEST] if one.pk not in before]
    return sorted(made, key=lambda one: -one.likeness)


def ancestors(directive: Directive) -> list[Directive]:
    """The versions before this one, the latest first."""
    found: list[Directive] = []
    one = directive.replaces
    while one is not None and len(found) < _LATEST:
        found.append(one)
        one = one.replaces
    return found


def _likeness(one: Directive, other: Directive) -> int:
    from rapidfuzz import fuzz  # here: no other page needs it

    score = fuzz.ratio(_stem(one.title), _stem(other.title))
    if one.issuer and other.issuer:
        score += 5 if plain(one.issuer) == plain(other.issuer) else -5
    if one.reference_number and one.reference_number == other.reference_number:
        score += 15
    return round(min(100, max(0, score)))


def _stem(title: str) -> str:
    """A title without the words that tell versions apart."""
    words = plain(title)
    for one in _VERSION_WORDS:
        words = words.replace(one, "")
    return words


@transaction.atomic
def name(*, directive: Directive, replaces: Directive, by: Acting, at: datetime, on: date) -> Directive:
    """Name the older version; the entries of the newer one that are items already are not entered again."""
    newer = directives.name_version(directive=directive, replaces=replaces, by=by, at=at, on=on)
    mark(newer, by=by, at=at, on=on)
    return newer


@transaction.atomic
def unname(*, directive: Directive, by: Acting, at: datetime, on: date) -> Directive:
    """It is no newer version after all: its entries are entries as any."""
    newer = directives.unname_version(directive=directive, by=by, at=at, on=on)
    draft = _locked(newer)
    if draft is not None:
        _keep(draft, _unmarked(draft.entries), by=by, at=at)
    return newer


@transaction.atomic
def pair_by_hand(
    *, directive: Directive, entry: int, older: int | None, by: Acting, at: datetime, on: date
) -> None:
    """Say which older clause an entry is, or that it is none."""
    if role_in_office(by, "coordinator", directive.office_id) is None:
        raise NotYours(deed="核对草稿", who=["督办员"])
    draft = _locked(directive)
    if draft is None:
        raise NoSuchEntry("可以重新对应的条目")
    found = comparing.of_items(directive, Item.objects.all(), on=on)
    if older is not None and older not in {one.key for one in found.older.clauses}:
        raise NoSuchEntry("旧版条目")
    entries = deepcopy(draft.entries)
    if find(entries, entry)["status"] == "entered":
        raise NoSuchEntry("可以重新对应的条目")
    for one in entries:
        if older is not None and one.get("pair") == older:
            del one["pair"]
    find(entries, entry)["pair"] = older
    _keep(draft, entries, by=by, at=at)
    mark(directive, by=by, at=at, on=on)


def mark(directive: Directive, *, by: Acting, at: datetime, on: date) -> None:
    """Say of each entry of the newer draft which item it restates."""
    draft = _locked(directive)
    if draft is None:
        return
    found = comparing.of_items(directive, Item.objects.all(), on=on)
    restated = {
        line.pair.new.key: [one.item for one in line.touched] for line in found.lines if line.pair.new
    }
    entries = _unmarked(draft.entries)
    for entry in entries:
        items = restated.get(entry["id"])
        if items and entry["status"] != "entered":
            entry["restates"] = items[0].pk
            entry["status"] = "unchecked" if entry["status"] == "confirmed" else entry["status"]
    _keep(draft, entries, by=by, at=at)


def settle(draft: Draft | None, entered: dict[int, int], *, by: Acting, at: datetime) -> None:
    """The entries that were taken over are items now, those of the older version."""
    if draft is None:
        return
    locked = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if locked.state != Draft.State.READY:
        return
    entries = deepcopy(locked.entries)
    for entry in entries:
        if entry["id"] in entered and entry["status"] != "entered":
            entry["status"], entry["item"] = "entered", entered[entry["id"]]
            entry.pop("restates", None)
    if all(one["status"] in ("entered", "dropped") for one in entries):
        locked.state = Draft.State.DONE
    _keep(locked, entries, by=by, at=at)


def _locked(directive: Directive) -> Draft | None:
    found = Draft.objects.select_for_update(of=("self",)).filter(directive=directive)
    return found.filter(state=Draft.State.READY).first()


def _unmarked(entries: Entries) -> Entries:
    made = deepcopy(entries)
    for entry in made:
        entry.pop("restates", None)
    return made


def _keep(draft: Draft, entries: Entries, *, by: Acting, at: datetime) -> None:
    """Save them where they differ; an undo of what was before would undo this too."""
    if entries == draft.entries and draft.state == Draft.State.READY:
        return
    draft.entries, draft.before = entries, None
    draft.revision += 1
    draft.saved_at, draft.saved_by_id = at, by.person_id
    draft.save(update_fields=["entries", "before", "revision", "saved_at", "saved_by", "state"])


def ledgers_of(directive: Directive, who: Acting, items: Iterable[Item]) -> list[Ledger]:
    """The ledgers into which new entries may go: that of the older version's items first."""
    offices = who.offices("coordinator")
    found = list(
        Ledger.objects.filter(office__in=offices, is_archived=False)
        .select_related("office__unit")
        .order_by("pk")
    )
    used = [one.ledger_id for one in items]
    return sorted(found, key=lambda one: (-used.count(one.pk), one.office_id != directive.office_id, one.pk))
