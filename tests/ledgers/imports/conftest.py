"""A desk on which an office's own tables are brought into its ledger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from guatu.ledgers.imports import applying, planning, reading, receiving, undoing
from guatu.ledgers.imports.applying import Asked
from guatu.ledgers.imports.planning import Plan
from guatu.ledgers.models import Import, ImportDraft
from tests.accounts.factories import moment
from tests.beginnings import Begin
from tests.ledgers.factories import DAY, County, make_county

HEADS = ("序号", "存在问题", "整改措施", "牵头单位", "责任单位", "完成时限", "整改进展", "是否完成")
ROWS: Sequence[Sequence[Any]] = (
    (1, "停车场没有开放站址", "公布可开放站址清单", "县供电公司", "双桥镇", "2026年9月底", "正在摸底", "否"),
    (2, "充电桩故障长期不修", "建巡检制度", "县供电公司", "双桥镇、石泉镇", "2026年6月底", "已印发", "是"),
    (3, "基站转供电改造推进缓慢", "完成改造", "县供电公司", "石泉镇", "长期坚持", "", "否"),
)  # fmt: skip


def workbook(rows: Sequence[Sequence[Any]] = ROWS, heads: Sequence[str] = HEADS, title: str = "") -> bytes:
    """A table as an office keeps it: a title over all, one row of heads."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(2026, 3, 2, tzinfo=UTC)})  # the same bytes each time
        page = book.add_worksheet("问题清单")
        page.merge_range(0, 0, 0, len(heads) - 1, title or "问题整改台账")
        page.write_row(1, 0, heads)
        for at, row in enumerate(rows, start=2):
            page.write_row(at, 0, row)
    return out.getvalue()


@dataclass(slots=True)
class Desk:
    """Where tables come in."""

    county: County
    capture: DjangoCaptureOnCommitCallbacks

    def bring(self, data: bytes, name: str = "旧台账.xlsx", on: date = DAY, **more: Any) -> ImportDraft:
        """A table comes in and is read at once, in this very process."""
        draft = receiving.receive(
            upload=BytesIO(data), name=name, ledger=self.county.ledger,
            **{**self.county.when("coordinator", on), **more},
        )  # fmt: skip
        return self.read(draft, on)

    def read(self, draft: ImportDraft, on: date = DAY) -> ImportDraft:
        with self.capture(execute=True):
            return reading.read_now(draft=draft, at=moment(on), on=on, isolated=False)

    def plan(self, draft: ImportDraft) -> Plan:
        return planning.load(str(draft.plan_id))

    def asked(self, draft: ImportDraft, **how: Any) -> Asked:
        return Asked(**{"shown": draft.shown, "reason": "旧台账转入", **how})

    def apply(self, draft: ImportDraft, on: date = DAY, **how: Any) -> Import:
        return applying.apply(
            draft=draft, asked=self.asked(draft, **how), **self.county.when("coordinator", on)
        )

    def undo(self, brought: Import, on: date = DAY) -> Import:
        return undoing.undo(brought=brought, reason="传错了", **self.county.when("coordinator", on))


@pytest.fixture
def _begun(begun: Begin, tmp_path: Path) -> Iterator[County]:
    with begun("county", make_county).entered(tmp_path) as county:
        yield county


@pytest.fixture
def desk(
    _begun: County,
    db: None,
    settings: Settings,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Desk:
    settings.DATA = tmp_path
    return Desk(_begun, django_capture_on_commit_callbacks)
