"""Deadlines and progress in every spelling that offices use."""

from datetime import date

import pytest

from guatu.reading.tables.dues import read_due
from guatu.reading.tables.states import Said, Standing, read_legend, read_standing
from guatu.reading.tables.years import year_of

DAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-06-30", "2026-06-30"),
        ("2026-06-30 00:00", "2026-06-30"),
        ("2026\\6\\30", "2026-06-30"),
        ("2026. 6. 30", "2026-06-30"),
        ("２０２６年６月３０日", "2026-06-30"),
        ("二零二六年六月三十日", "2026-06-30"),
        ("2026年6月30", "2026-06-30"),
        ("2026.6月底", "2026-06-30"),
        ("6/30", "2026-06-30"),
        ("46203", "2026-06-30"),
        ("202606", "2026-06"),
        ("2026.06", "2026-06"),
        ("3-6月", "2026-06"),
        ("2026年Q2", "2026-06-30"),
        ("6月上旬", "2026-06-10"),
        ("明年3月底", "2027-03-31"),
        ("一个月内", "2026-04-10"),
        ("国庆节前", "2026-09-30"),
        ("“五一”前", "2026-04-30"),
        ("2026年3月底前出方案，12月底前全部完成", "2026-12-31"),
        ("原定2026年6月30日，延期至2026年9月30日", "2026-09-30"),
        ("2026年6月底前完成、长期坚持", "2026-06-30"),
        ("每季度末", "recurring:quarterly"),
        ("持续推进", "recurring:ongoing"),
        ("持续实施", "recurring:ongoing"),
        ("长期", "recurring:ongoing"),
        ("立行立改", None),
        ("即时", None),
        ("春节前", None),
        ("2026年秋季学期前", None),
        ("已完成", None),
        ("/", None),
    ],
)
def test_a_deadline_in_any_spelling(written: str, value: str | None) -> None:
    found = read_due(written, base=DAY, year=2026)

    assert (found.value, found.is_bad) == (value, False)


@pytest.mark.parametrize(
    "written", ["2026-02-30", "13月", "2026年13月", "20261301", "6月31日", "6.31", "2026.13.1"]
)
def test_a_day_that_no_calendar_has_is_bad(written: str) -> None:
    assert read_due(written, base=DAY, year=2026).is_bad


def test_the_words_stay_as_written() -> None:
    assert read_due(" 26.6.30前 ", base=DAY, year=2026).text == "26.6.30前"


@pytest.mark.parametrize(
    ("said", "progress", "state"),
    [
        (Said(progress=("60%",)), 0.6, "in_progress"),
        (Said(progress=("0.6",), is_percent=False), 0.6, "in_progress"),
        (Said(progress=("60",)), 0.6, "in_progress"),
        (Said(progress=("1",), is_percent=False), 1.0, "done"),
        (Said(progress=("1",), is_percent=True), 0.01, "in_progress"),
        (Said(progress=("六成五",)), 0.65, "in_progress"),
        (Said(progress=("三分之一",)), 0.3333, "in_progress"),
        (Said(progress=("评查完成1/3",)), 0.3333, "in_progress"),
        (Said(progress=("120%",)), 1.0, "done"),
        (Said(progress=("同比增长12%",)), None, "not_started"),
        (Said(progress=("已压减12万吨，完成60%",)), 0.6, "in_progress"),
        (Said(progress=("已拆除，现场恢复",)), 1.0, "done"),
        (Said(progress=("已清理到位", "80%")), 0.8, "in_progress"),
        (Said(progress=("已完成前期手续，正在施工",)), None, "in_progress"),
        (Said(progress=("基本完成",)), None, "in_progress"),
        (Said(progress=("一期已完成，二期未启动",)), None, "in_progress"),
        (Said(progress=("尚未开展",)), None, "not_started"),
        (Said(progress=("申请销号",)), None, "in_progress"),
        (Said(progress=("已完成招标",)), None, "in_progress"),
        (Said(progress=("招标已全部完成",)), 1.0, "done"),
        (Said(progress=("完成（2026年3月）",)), 1.0, "done"),
        (Said(progress=("力争年底前完成",)), None, "in_progress"),
        (Said(progress=("长期坚持（已完成阶段任务）",)), None, "long_term"),
        (Said(progress=("已拆除",)), 1.0, "done"),
        (Said(progress=("已拆除3处，剩余2处正在推进",)), None, "in_progress"),
        (Said(progress=("落实中",)), None, "in_progress"),
        (Said(progress=("主体封顶",), account="主体封顶"), None, "in_progress"),
        (Said(progress=("待采购设备",), account="待采购设备"), None, "not_started"),
        (Said(status=("否",), progress=("主体封顶",), account="主体封顶"), None, "not_started"),
        (Said(status=("√",)), 1.0, "done"),
        (Said(status=("×",), progress=("正在整改",)), None, "in_progress"),
        (Said(status=("否",)), None, "not_started"),
        (Said(status=("未销号",)), None, "in_progress"),
        (Said(status=("未销号",), progress=("已完成",)), 1.0, "done"),
        (Said(status=("未销号",), progress=("60%",)), 0.6, "in_progress"),
        (Said(status=("已销号",), progress=("95%",)), 0.95, "done"),
        (Said(status=("长期坚持",)), None, "long_term"),
        (Said(status=("推进中",), is_lasting=True), None, "long_term"),
        (Said(status=("已完成并长期坚持",), is_lasting=True), 1.0, "done"),
        (Said(is_completed=True), 1.0, "done"),
        (Said(status=("绿灯",)), 1.0, "done"),
        (Said(status=("绿灯",), progress=("九成",)), 0.9, "in_progress"),
        (Said(status=("绿",), is_lasting=True), None, "long_term"),
        (
            Said(status=("绿灯",), lights=read_legend(["注：绿灯为按序时推进，红灯为未启动"])),
            None,
            "in_progress",
        ),
        (Said(status=("红灯",), lights=read_legend(["红灯为滞后，绿灯为正常"])), None, "not_started"),
        (Said(), None, "not_started"),
    ],
)
def test_a_state_and_a_share(said: Said, progress: float | None, state: str) -> None:
    found = read_standing(said)

    assert found.state == state
    assert found.progress == (progress if progress is None else pytest.approx(progress, abs=0.001))


def test_a_share_below_nothing_is_bad() -> None:
    assert read_standing(Said(progress=("-5%",))) == Standing(None, "not_started", is_bad=True)


@pytest.mark.parametrize(
    ("above", "names", "dues", "year"),
    [
        (["云桥县2026年重点任务"], [], [], 2026),
        (["云桥县二〇二六年重点任务"], [], [], 2026),
        (["2025年度考核反馈问题整改台账", "填报单位：县委办 2026年4月20日"], [], [], 2026),
        (["2025年度审计查出问题整改台账"], [], ["10月底", "2026-09-30"], 2026),
        (["2025年度审计查出问题整改台账"], [], ["10月底"], 2026),
        (["2025年重点任务清单"], [], ["10月底"], 2025),
        (["重点任务清单"], ["Sheet1", "2027年台账"], ["10月底"], 2027),
        (["重点任务清单"], ["Sheet1"], ["10月底"], 2026),
    ],
)
def test_the_year_of_days_that_name_none(
    above: list[str], names: list[str], dues: list[str], year: int
) -> None:
    assert year_of(above, names, dues, DAY) == year
