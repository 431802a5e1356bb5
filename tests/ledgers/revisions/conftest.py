"""A desk on which two versions of a plan came in: the older one is entered, the newer one is read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from guatu.demo.papers.building import build
from guatu.ledgers.actions import dispatching
from guatu.ledgers.intake import accepting, editing, reading, receiving, saving
from guatu.ledgers.models import Directive, Draft, Item
from guatu.ledgers.revisions import applying, comparing, naming
from guatu.ledgers.revisions.applying import Done
from guatu.ledgers.revisions.comparing import Comparison, Line
from guatu.ledgers.revisions.edits import Edit
from tests.beginnings import Begin
from tests.ledgers.factories import DAY, County
from tests.ledgers.intake.conftest import make_desk_county
from tests.ledgers.revisions import gold
from tests.ledgers.revisions.gold import Part

LATER = date(2026, 3, 16)
TITLE = "云桥县城乡服务设施问题整改方案"


@dataclass(slots=True)
class Plan:
    """A plan whose older version has been entered, and whose newer one is read."""

    county: County
    older: Draft
    newer: Draft
    items: dict[str, Item] = field(default_factory=dict)

    @property
    def directive(self) -> Directive:
        assert self.newer.directive_id is not None
        return Directive.objects.get(pk=self.newer.directive_id)

    def when(self, who: str = "coordinator", on: date = LATER) -> dict[str, Any]:
        return self.county.when(who, on)

    def compare(self) -> Comparison:
        return comparing.compare(self.directive, self.county("coordinator", LATER), on=LATER)

    def line(self, code: str) -> Line:
        return next(line for line in self.compare().lines if code_of(line) == code)

    def edit(self, code: str, what: str) -> Edit:
        line = self.line(code)
        every = [*line.edits, *(one.link for one in line.touched if one.link)]
        return next(one for one in every if one.what == what)

    def apply(self, *edits: Edit | str, **how: Any) -> Done:
        ticked = [one if isinstance(one, str) else one.key for one in edits]
        return applying.apply(
            directive=self.directive, ticked=ticked, **{"ledger": self.county.ledger, **self.when(), **how}
        )

    def fresh(self, code: str) -> Item:
        return Item.objects.get(pk=self.items[code].pk)


def code_of(line: Line) -> str:
    clause = line.pair.new or line.pair.old
    assert clause is not None
    return gold.TITLES.get(clause.problem, clause.problem)


def make_two_versions() -> Plan:
    """The county with both versions of `gold`: the items of the older one are drafts of its ledger."""
    county = make_desk_county()
    older = brought(county, gold.OLDER, f"{TITLE}（征求意见稿）", DAY)
    plan = Plan(county, older, older)
    _enter(plan)
    plan.newer = brought(county, gold.NEWER, TITLE, LATER)
    return plan


def brought(county: County, parts: Sequence[Part], title: str, on: date) -> Draft:
    """A docx that came in and was read at once."""
    draft = receiving.receive(
        upload=BytesIO(docx(parts, title)),
        name=f"{title}.docx",
        office=county.office,
        **county.when("coordinator", on),
    )
    when = county.when("coordinator", on)
    read = reading.read_now(draft=draft, at=when["at"], on=on, isolated=False)
    read.refresh_from_db()
    return read


def docx(parts: Sequence[Part], title: str) -> bytes:
    """The bytes of the file as an office would send it."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "paper.md"
        lines = ["---", "format: docx", "---", *gold.written(parts, title)]
        source.write_text("\n".join(lines), encoding="utf-8")
        return build(source, Path(folder)).read_bytes()


def _enter(plan: Plan) -> None:
    county, draft = plan.county, plan.older
    by = county.when("coordinator")

    def confirmed(entries: Sequence[Any]) -> list[Any]:
        made = list(entries)
        for entry in entries:
            made = editing.confirm(made, entry["id"])
        return made

    saved = saving.save(draft=draft, revision=draft.revision, change=confirmed, by=by["by"], at=by["at"])
    entered = accepting.enter(draft=saved, revision=saved.revision, ledger=county.ledger, **by)
    plan.items = {gold.TITLES[one.title]: Item.objects.get(pk=one.pk) for one in entered}
    draft.refresh_from_db()


def dispatched(plan: Plan) -> Plan:
    """The same with the items of the older version handed out."""
    pks = [one.pk for one in plan.items.values()]
    dispatching.dispatch(pks=pks, **plan.county.when("coordinator"))
    return plan


MakePlan = Callable[..., Plan]


@pytest.fixture
def _begun(begun: Begin, tmp_path: Path) -> Iterator[Plan]:
    with begun("two versions", make_two_versions).entered(tmp_path) as plan:
        yield plan


@pytest.fixture
def make_plan(_begun: Plan, db: None) -> MakePlan:
    """make_plan(): the items of the older version dispatched, the newer one named as such."""

    def make(*, dispatch: bool = True, name: bool = True) -> Plan:
        plan = dispatched(_begun) if dispatch else _begun
        if name:
            older = Directive.objects.get(pk=plan.older.directive_id or 0)
            naming.name(directive=plan.directive, replaces=older, **plan.when())
            plan.newer.refresh_from_db()
        return plan

    return make
