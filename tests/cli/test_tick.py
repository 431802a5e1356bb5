"""`guatu tick`: rounds of days by hand."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from guatu.cli import cli
from guatu.ledgers.errors import DayNotCome
from guatu.ledgers.models import TickDay
from tests.scratch import Scratch


def tick(*arguments: str) -> None:
    cli.main(["tick", *arguments], prog_name="guatu", standalone_mode=False)


def test_a_day_and_each_missed_day_before_it_are_done_and_told(
    scratch: Scratch, capsys: pytest.CaptureFixture[str]
) -> None:
    today = localdate()
    tick("--on", f"{today - timedelta(days=3)}")
    capsys.readouterr()
    tick()
    told = capsys.readouterr().out.splitlines()
    assert [line.partition("：")[0] for line in told] == [
        str(today - timedelta(days=days)) for days in (2, 1, 0)
    ]
    assert told[0].endswith("公示期满销号 0 项，重算期限 0 个，亮灯变化 0 项，到期回头看 0 项")
    assert TickDay.objects.count() == 4


def test_a_day_is_done_once(scratch: Scratch, capsys: pytest.CaptureFixture[str]) -> None:
    tick()
    capsys.readouterr()
    tick()
    assert capsys.readouterr().out == f"{localdate()} 已经办过\n"


def test_tomorrow_is_refused(scratch: Scratch) -> None:
    with pytest.raises(DayNotCome):
        tick("--on", f"{localdate() + timedelta(days=1)}")
    assert not TickDay.objects.exists()
