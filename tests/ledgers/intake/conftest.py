"""A desk on which documents come in: a county office, its units, and papers of every format."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from guatu.accounts.models import Unit
from guatu.demo.papers.building import build
from guatu.ledgers.intake import reading, receiving
from guatu.ledgers.models import Draft
from tests.accounts.factories import make_unit, moment
from tests.beginnings import Begin
from tests.ledgers.factories import DAY, County, make_county

MakePaper = Callable[..., bytes]
TABLE = "<table><tr><th>序号</th><th>问题</th><th>整改措施</th><th>责任单位</th></tr><tr>{}</tr></table>"
PLAN = """# 云桥县充电设施问题整改方案
## 一、关于公共停车场没有开放站址的问题
整改措施：公布可开放站址清单，不少于12处。
牵头单位：县住建局。责任单位：双桥镇、石泉镇。
完成时限：2026年9月30日前。
## 二、关于充电桩故障长期不修的问题
整改措施：1.建立巡检制度，2026年4月底前印发。
2.修复故障充电桩18根，2026年6月底前完成。
责任单位：县供电公司。
""".splitlines()
"""A plan with two problems; the demonstration documents show the other genres."""


@dataclass(slots=True)
class Desk:
    """Where documents come in."""

    county: County
    capture: DjangoCaptureOnCommitCallbacks
    units: dict[str, Unit] = field(default_factory=dict)

    def bring(self, data: bytes, name: str, on: date = DAY, **more: Any) -> Draft:
        """A file comes in."""
        return receiving.receive(
            upload=BytesIO(data),
            name=name,
            office=self.county.office,
            **more,
            **self.county.when("coordinator", on),
        )

    def read(self, draft: Draft, on: date = DAY) -> Draft:
        """It is read at once, in this very process."""
        with self.capture(execute=True):
            read = reading.read_now(draft=draft, at=moment(on), on=on, isolated=False)
        read.refresh_from_db()
        return read


@pytest.fixture
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    """The folder of a server of this test's own."""
    folder = tmp_path / "data"
    folder.mkdir()
    settings.DATA, settings.FILES = folder, folder / "files"
    return folder


@pytest.fixture
def _begun(begun: Begin, tmp_path: Path) -> Iterator[County]:
    with begun("desk", make_desk_county).entered(tmp_path) as county:
        yield county


@pytest.fixture
def desk(
    _begun: County,
    db: None,
    data_folder: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Desk:
    return Desk(_begun, capture=django_capture_on_commit_callbacks)


def make_desk_county() -> County:
    """A county with a bureau more, which has a short name."""
    county = make_county()
    division = county.office.unit.division
    make_unit("县住房和城乡建设局", division=division, short_names=["县住建局", "住建"])
    return county


@pytest.fixture
def make_paper(tmp_path: Path) -> MakePaper:
    """make_paper("docx", lines): the bytes of a file as an office would send it."""

    def make(form: str, lines: Iterable[str]) -> bytes:
        source = tmp_path / "made" / "paper.md"
        source.parent.mkdir(exist_ok=True)
        lines = list(lines)
        if form in ("xlsx", "csv"):
            row = f"<td>1</td><td>{lines[-1]}</td><td>限期整改</td><td>县供电公司</td>"
            lines = [*lines[:-1], TABLE.format(row)]
        source.write_text(f"---\nformat: {form}\n---\n" + "\n".join(lines), encoding="utf-8")
        return build(source, source.parent).read_bytes()

    return make
