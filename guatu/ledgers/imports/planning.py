"""What an import would do, matter by matter, as it is shown before it is done, with a token of all of it."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final, Literal

from guatu.history import store
from guatu.ledgers.actions.dispatching import NO_DEADLINE
from guatu.ledgers.imports import matching, standing
from guatu.ledgers.imports.comparing import Change, compare
from guatu.ledgers.imports.matching import Known, Matched
from guatu.ledgers.imports.matters import Matter, from_plain
from guatu.ledgers.imports.standing import Standing
from guatu.ledgers.models import Import, ImportLine, Item, Ledger

Verdict = Literal["new", "changed", "told", "same"]
VERDICTS: Final[Mapping[Verdict, str]] = {
    "new": "新增",
    "changed": "更新",
    "told": "只提示",
    "same": "不变",
}
_MANY: Final = 500


@dataclass(slots=True, kw_only=True)
class Line:
    """What becomes of one matter."""

    at: int
    """The place of the matter."""
    verdict: Verdict
    item: int | None = None
    number: str = ""
    revision: int = 0
    why: str = ""
    """Why it is this item."""
    note: str = ""
    """What is to be known of a new one."""
    changes: list[Change] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Plan:
    """All lines, and the items of the ledger that the file does not have."""

    matters: list[Matter]
    lines: list[Line]
    missing: list[Known] = field(default_factory=list)
    sheets: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many lines come to each verdict, and what else is counted."""
        found = Counter(one.verdict for one in self.lines)
        done = sum(1 for one in self.lines if one.verdict == "new" and self.matters[one.at].state == "done")
        rest = {
            "missing": len(self.missing),
            "rejected": len({(one["sheet"], one["row"]) for one in self.rejects}),
            "done": done,
        }
        return {verdict: found[verdict] for verdict in VERDICTS} | rest

    @property
    def does_something(self) -> bool:
        return any(one.verdict in ("new", "changed") for one in self.lines)

    @property
    def token(self) -> str:
        """The same where the same would be done."""
        facts = [
            [one.at, one.verdict, one.item, one.revision, [asdict(each) for each in one.changes]]
            for one in self.lines
        ]
        matters = [one.as_plain() for one in self.matters]
        return hashlib.sha256(json.dumps([facts, matters], ensure_ascii=False).encode()).hexdigest()

    def as_bytes(self) -> bytes:
        """The plan as a file."""
        plain = asdict(self)
        return json.dumps(plain, ensure_ascii=False).encode()


def load(sha256: str) -> Plan:
    """A plan as it was saved."""
    with store.open_file(sha256) as file:
        plain: dict[str, Any] = json.load(file)
    return Plan(
        matters=[from_plain(one) for one in plain["matters"]],
        lines=[
            Line(**{**one, "changes": [Change(**each) for each in one["changes"]]}) for one in plain["lines"]
        ],
        missing=[Known(**one) for one in plain["missing"]],
        sheets=plain["sheets"],
        rejects=plain["rejects"],
        warnings=plain["warnings"],
    )


def plan(matters: list[Matter], ledger: Ledger, *, on: date) -> Plan:
    """Lay the matters beside the ledger as it stands."""
    items = matching.known(ledger)
    found = matching.match(matters, items, matching.own_numbers(ledger))
    pks = [one.pk for one in found if one is not None]
    now = {one.item.pk: one for one in standing.look(pks)}
    bases = _bases(ledger, pks)
    lines = [
        _line(at, matter, one, now, bases, on)
        for at, (matter, one) in enumerate(zip(matters, found, strict=True))
    ]
    taken = set(pks)
    missing = [one for one in items if one.pk not in taken] if lines else []
    return Plan(matters=matters, lines=lines, missing=missing)


def _line(
    at: int,
    matter: Matter,
    found: Matched | None,
    now: Mapping[int, Standing],
    bases: Mapping[int, Matter],
    on: date,
) -> Line:
    if found is None:
        return Line(at=at, verdict="new", note=note_of(matter))
    item = now[found.pk].item
    changes = compare(matter, now[found.pk], bases.get(found.pk), on=on)
    taken = any(one.is_taken for one in changes)
    verdict: Verdict = "changed" if taken else "told" if changes else "same"
    return Line(
        at=at,
        verdict=verdict,
        item=item.pk,
        number=item.number,
        revision=item.revision,
        why=found.why,
        changes=changes,
    )


def note_of(matter: Matter) -> str:
    """What keeps a new item a draft."""
    said = []
    if matter.unknown:
        said.append(f"没认出单位“{'”“'.join(dict.fromkeys(matter.unknown))}”")
    if matter.lead is None:
        said.append("没有牵头单位，先作草稿")
    elif matter.state != "done" and lacks_deadline(matter):
        said.append("没有时限，先作草稿")
    return "；".join(said)


def lacks_deadline(matter: Matter) -> bool:
    """Whether it could not be handed out: no day, and no word that there is none."""
    return matter.deadline is None and matter.due_kind not in NO_DEADLINE


def entry_state(matter: Matter, *, done_as: str) -> Item.State:
    """In which state a new item comes in."""
    if matter.state == "done" and done_as == "closed":
        return Item.State.CLOSED
    if matter.lead is None or (matter.state != "done" and lacks_deadline(matter)):
        return Item.State.DRAFT
    return Item.State.IN_PROGRESS


def _bases(ledger: Ledger, pks: Sequence[int]) -> dict[int, Matter]:
    """What the last file said of each item that a file spoke of before."""
    lines: dict[int, tuple[int, str, int]] = {}
    for start in range(0, len(pks), _MANY):
        rows = ImportLine.objects.filter(item__in=pks[start : start + _MANY], brought_by__state="applied")
        for item, brought_by, sheet, row in rows.order_by("pk").values_list(
            "item", "brought_by", "sheet", "row"
        ):
            lines[item] = (brought_by, sheet, row)
    files = dict(
        Import.objects.filter(ledger=ledger, pk__in={one[0] for one in lines.values()}, reading__isnull=False)
        .order_by()
        .values_list("pk", "reading")
    )
    told = {pk: {(one.sheet, one.row): one for one in load(sha256).matters} for pk, sha256 in files.items()}
    return {
        item: told[brought_by][sheet, row]
        for item, (brought_by, sheet, row) in lines.items()
        if (sheet, row) in told.get(brought_by, {})
    }
