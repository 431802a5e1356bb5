"""What the pages of an import ask: the tables of a ledger, how far one is, what it would do."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, QuerySet

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting
from guatu.ledgers.imports import names, progress
from guatu.ledgers.imports.planning import Plan
from guatu.ledgers.intake import matching, waiting_room
from guatu.ledgers.intake.entries import Suggestion
from guatu.ledgers.models import Import, ImportDraft, Ledger

State = ImportDraft.State
_STRANGE: Final = re.compile(r"单位“(.+?)”不在")
_READING_SHARE, _COMPARING_SHARE = 0.2, 0.7
_MOST: Final = 12


def drafts(who: Acting) -> QuerySet[ImportDraft]:
    """The tables that came in to the ledgers that somebody coordinates, the latest first."""
    offices = who.offices(Role.Kind.COORDINATOR)
    found = ImportDraft.objects.filter(ledger__office__in=offices)
    return found.select_related("ledger__office", "received_by", "result")


def draft(who: Acting, pk: int) -> ImportDraft | None:
    """One of them; None for what is not there or not theirs."""
    return drafts(who).filter(pk=pk).first()


def of_ledger(who: Acting, ledger: Ledger) -> QuerySet[ImportDraft]:
    """The tables of one ledger."""
    return drafts(who).filter(ledger=ledger)


def shown_name(draft: ImportDraft) -> str:
    """What its file is called; until it has been read, only the private folder knows."""
    return draft.name or waiting_room.name_of(draft.waiting_as) or "导入的表"


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a table is on its way."""

    words: str
    share: float
    counted: str = ""


def pace(draft: ImportDraft) -> Pace:
    """What is being done with it now, and how much of that is behind it."""
    if draft.state == State.APPLYING:
        done, total = progress.told(draft.pk) or (0, 0)
        return Pace(
            "正在写入台账",
            done / total if total else 0.0,
            f"{done:,} / {total:,} 项" if total else "准备写入",
        )
    if draft.progress == progress.COMPARING:
        return Pace("正在与台账比对", _COMPARING_SHARE)
    if draft.progress == progress.READING_ROWS:
        return Pace("正在读表，认列", _READING_SHARE)
    ahead = ImportDraft.objects.filter(state__in=ImportDraft.WORKED_ON, pk__lt=draft.pk).count()
    return Pace(f"排队等读，前面还有 {ahead} 份" if ahead else "排队等读", 0.0)


@dataclass(frozen=True, slots=True)
class Strange:
    """A name of the table that no unit of the directory has, and those that it may mean."""

    written: str
    rows: int
    suggestions: list[Suggestion]


def strangers(draft: ImportDraft, plan: Plan, *, on: date) -> list[Strange]:
    """The names that were not known, the most frequent first."""
    counts: dict[str, int] = {}
    for one in plan.rejects:
        if one["why"] == "unknown_unit" and (found := _STRANGE.search(one["words"])):
            counts[found[1]] = counts.get(found[1], 0) + 1
    if not counts:
        return []
    book = names.book_of(draft, on=on)
    first = sorted(counts.items(), key=lambda one: -one[1])[:_MOST]
    return [Strange(name, count, matching.suggestions(book, name)) for name, count in first]


def units(draft: ImportDraft, *, on: date) -> list[tuple[int, str]]:
    """The units to choose from."""
    book = names.book_of(draft, on=on)
    return sorted(((pk, unit.name) for unit, pk in book.ids.items()), key=lambda one: one[1])


def why_not_undo(brought: Import) -> list[str]:
    """The numbers of the items that were worked on since, so that it is not taken back as a whole."""
    moved = brought.lines.exclude(revision=F("item__revision")) | brought.lines.exclude(
        item__merged_into=None, item__transferred_to=None
    )
    return list(moved.order_by("pk").values_list("item__number", flat=True))
