"""`guatu rebuild`: the tables against the events."""

import pytest

from guatu.cli import cli
from guatu.ledgers.models import Item, ItemFacts
from tests.ledgers.factories import make_county, signed
from tests.scratch import Scratch


def rebuild(*arguments: str) -> int:
    code: int = cli.main(["rebuild", *arguments], prog_name="guatu", standalone_mode=False)
    return code


def test_what_is_equal_is_said_in_one_line(scratch: Scratch, capsys: pytest.CaptureFixture[str]) -> None:
    signed(make_county())
    assert rebuild("--check") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "全部相符"


def test_check_names_differences_and_changes_nothing(
    scratch: Scratch, capsys: pytest.CaptureFixture[str]
) -> None:
    item = signed(make_county())
    ItemFacts.objects.filter(item=item).delete()
    assert rebuild("--check") == 1
    assert f"item:{item.pk} 历史区间与留痕不符" in capsys.readouterr().out
    assert not ItemFacts.objects.exists()


def test_without_check_the_facts_are_written_and_the_tables_are_left(
    scratch: Scratch, capsys: pytest.CaptureFixture[str]
) -> None:
    item = signed(make_county())
    ItemFacts.objects.filter(item=item).delete()
    assert rebuild() == 0
    assert "重建了 1 个对象的历史区间" in capsys.readouterr().out

    Item.objects.filter(pk=item.pk).update(category="背后改过")
    assert rebuild() == 1
    assert f"item:{item.pk} 分类与留痕不符" in capsys.readouterr().out
    assert Item.objects.get(pk=item.pk).category == "背后改过"
