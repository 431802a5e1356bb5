"""`guatu import --ledger`: looked at, brought in as a coordinator, refused whole."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from guatu.cli.take_in import take_in
from guatu.ledgers.errors import NotYours
from guatu.ledgers.imports.errors import RowsHeldBack
from guatu.ledgers.models import Import, ImportDraft, Item
from tests.ledgers.factories import County, make_county
from tests.ledgers.imports.conftest import ROWS, workbook

pytestmark = pytest.mark.django_db
BAD = (4, "没有这一天", "办", "县供电公司", "", "2026年13月40日", "", "否")


@pytest.fixture
def county(settings: Settings, tmp_path: Path) -> County:
    settings.DATA, settings.FILES = tmp_path, tmp_path / "files"
    return make_county()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "旧台账.xlsx"
    path.write_bytes(workbook([*ROWS, BAD]))
    return path


def run(county: County, *words: str | Path, who: str = "coordinator") -> Result:
    username = county.people[who].username
    return CliRunner().invoke(take_in, [*map(str, words), "--as", username])


def test_a_trial_says_what_would_change_and_changes_nothing(county: County, book: Path) -> None:
    result = run(county, book, "--ledger", "5G", "--dry-run")

    assert result.exit_code == 0
    assert "新增 3，更新 0" in result.output
    assert not Item.objects.exists()
    assert ImportDraft.objects.get().state == "withdrawn"


def test_it_comes_in_whole_or_by_its_good_rows(county: County, book: Path) -> None:
    assert isinstance(run(county, book, "--ledger", "整改台账").exception, RowsHeldBack)
    assert not Item.objects.exists()

    result = run(county, book, "--ledger", "5G", "--good-only", "--done-as", "closed", "--reason", "转入")

    assert "新增 3 项，更新 0 项，未导入 1 行" in result.output
    assert (Import.objects.get().reason, Item.objects.filter(closed_before=True).count()) == ("转入", 1)


def test_nobody_else_brings_it_in(county: County, book: Path) -> None:
    assert isinstance(run(county, book, "--ledger", "5G", who="verifier").exception, NotYours)


@pytest.mark.parametrize(
    ("words", "says"),
    [(["--ledger", "没有"], "没有叫"), ([], "要写"), (["--ledger", "5G", "--day", "2026-03-01"], "不用")],
)  # fmt: skip
def test_wrong_usage_is_told(county: County, book: Path, words: list[str], says: str) -> None:
    result = run(county, book, *words)
    assert result.exit_code == 2
    assert says in result.output
