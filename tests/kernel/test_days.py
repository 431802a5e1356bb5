"""Values are worked out by hand against Wednesday 11 June 2025 unless a test says otherwise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.kernel.days import TimePhrase, find_times
from guatu.kernel.working_days import WorkingCalendar

BASE = date(2025, 6, 11)


def the_time(text: str, *, base: date | None = BASE, year: int | None = 2025) -> TimePhrase:
    (phrase,) = find_times(text, base=base, year=year)
    return phrase


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024年10月31日前", "2024-10-31"),
        ("2024 年 10 月 31 日前", "2024-10-31"),
        ("2024-10-31", "2024-10-31"),
        ("2024.10.31", "2024-10-31"),
        ("2024/6/3", "2024-06-03"),
        ("2024年6月", "2024-06"),
        ("2024.06", "2024-06"),
        ("10月31日", "2025-10-31"),
        ("10月31号之前", "2025-10-31"),
        ("9.30前", "2025-09-30"),
        ("10月底前", "2025-10-31"),
        ("10月末", "2025-10-31"),
        ("2月底", "2025-02-28"),
        ("2024年2月底前", "2024-02-29"),
        ("11月", "2025-11"),
        ("7月份", "2025-07"),
        ("9月初", "2025-09"),
        ("6月上旬", "2025-06-10"),
        ("6月中旬", "2025-06-20"),
        ("6月下旬", "2025-06-30"),
        ("11月中下旬", "2025-11-30"),
        ("二〇二五年十月底前", "2025-10-31"),
        ("十二月三十一日前", "2025-12-31"),
        ("十月二十五日", "2025-10-25"),
        ("明年3月底前", "2026-03-31"),
        ("去年12月底", "2024-12-31"),
        ("26年3月底前", "2026-03-31"),
        ("今年9月", "2025-09"),
    ],
)
def test_days_and_months_of_the_calendar(text: str, value: str) -> None:
    phrase = the_time(text)

    assert (phrase.text, phrase.value) == (text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("第三季度末", "2025-09-30"),
        ("三季度", "2025-09-30"),
        ("一季度末", "2025-03-31"),
        ("2026年第二季度", "2026-06-30"),
        ("前三季度", "2025-09-30"),
        ("3-4季度", "2025-12-31"),
        ("本季度末", "2025-06-30"),
        ("下季度", "2025-09-30"),
        ("上半年", "2025-06-30"),
        ("明年下半年", "2026-12-31"),
        ("年底前", "2025-12-31"),
        ("年内", "2025-12-31"),
        ("今年年底", "2025-12-31"),
        ("明年底", "2026-12-31"),
        ("2027年底前", "2027-12-31"),
        ("2025年全年", "2025-12-31"),
        ("2025年年中", "2025-06-30"),
        ("2026年度内", "2026-12-31"),
        ("“十四五”末", "2025-12-31"),
        ("十五五末", "2030-12-31"),
        ("“十五五”期间", "2030-12-31"),
        ("元旦前", "2025-12-31"),
        ("2027年元旦前", "2026-12-31"),
    ],
)
def test_a_period_stands_for_its_last_day(text: str, value: str) -> None:
    phrase = the_time(text)

    assert (phrase.text, phrase.value, phrase.precision) == (text, value, "period")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("本周五", "2025-06-13"),
        ("下周三", "2025-06-18"),
        ("上周一", "2025-06-02"),
        ("本周内", "2025-06-15"),
        ("周五前", "2025-06-13"),
        ("周二前", "2025-06-17"),  # Tuesday of this week is over
        ("本月底", "2025-06-30"),
        ("月底前", "2025-06-30"),
        ("本月25日前", "2025-06-25"),
        ("下月10日前", "2025-07-10"),
        ("下个月底前", "2025-07-31"),
        ("25日前", "2025-06-25"),
        ("5日前", "2025-07-05"),  # the fifth of June is over
        ("会后十日内", "2025-06-21"),
        ("一周内", "2025-06-18"),
        ("两周内", "2025-06-25"),
        ("三个月内", "2025-09-11"),
        ("半个月内", "2025-06-26"),
        ("半年内", "2025-12-11"),
        ("3年内", "2028-06-11"),
        ("3-5日内", "2025-06-16"),
        ("自即日起30日内", "2025-07-11"),
        ("自交办之日起15个工作日内", "2025-07-02"),  # 12, 13, 16-20, 23-27, 30 June; 1, 2 July
        ("自本通知印发之日起5个工作日内", "2025-06-18"),
        ("收到本通知后10日内", "2025-06-21"),
    ],
)
def test_what_counts_from_the_day_of_the_document(text: str, value: str) -> None:
    phrase = the_time(text)

    assert (phrase.text, phrase.value) == (text, value)
    assert the_time(text, base=None).value is None


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("每天", "daily"),
        ("每日", "daily"),
        ("每个工作日", "daily"),
        ("每周一", "weekly"),
        ("每周五前", "weekly"),
        ("每星期", "weekly"),
        ("一周一调度", "weekly"),
        ("每旬", "every-10-days"),
        ("每10天", "every-10-days"),
        ("每半月", "semimonthly"),
        ("每两周", "semimonthly"),
        ("半月一更新", "semimonthly"),
        ("每月5日前", "monthly"),
        ("每月底前", "monthly"),
        ("逐月", "monthly"),
        ("按月", "monthly"),
        ("每季度首月", "quarterly"),
        ("每季度首月10日前", "quarterly"),
        ("每季度结束后5个工作日内", "quarterly"),
        ("按季度", "quarterly"),
        ("每半年", "semiannual"),
        ("每年", "annual"),
        ("每年3月底前", "annual"),
        ("每月的5号前", "monthly"),
        ("每年年底前", "annual"),
        ("长期坚持", "ongoing"),
        ("持续推进", "ongoing"),
        ("常态化推进", "ongoing"),
        ("立行立改并长期坚持", "ongoing"),
        ("立行立改，长期坚持", "ongoing"),
    ],
)
def test_what_returns_or_never_ends(text: str, rhythm: str) -> None:
    phrase = the_time(text)

    assert (phrase.text, phrase.value, phrase.last_day) == (text, f"recurring:{rhythm}", None)


@pytest.mark.parametrize(
    "text",
    [
        "春节前",
        "明年春节前",
        "汛期来临前",
        "国庆前",
        "“七一”前",
        "主汛期前",
        "供暖期前",
        "立行立改",
        "收到申请后20个工作日内",
        "竣工验收后三个月内",
        "自合同签订之日起30日内",
    ],
)
def test_what_no_calendar_can_date_is_a_limit_without_value(text: str) -> None:
    phrase = the_time(text)

    assert (phrase.text, phrase.value, phrase.last_day) == (text, None, None)
    assert (phrase.precision, phrase.is_limit) == ("open", True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6-10月份", "2025-10"),
        ("6月—10月", "2025-10"),
        ("3月1日至4月30日", "2025-04-30"),
        ("5月10日-20日", "2025-05-20"),
        ("2024年3月至4月", "2024-04"),
        ("2024年11月至次年2月", "2025-02"),
        ("2024年11月至2月", "2025-02"),
        ("11月—2月", "2026-02"),
        ("2024年12月30日—2025年1月20日", "2025-01-20"),
        ("2023-2025年", "2025-12-31"),
    ],
)
def test_a_range_stands_for_its_end_and_wraps_into_the_next_year(text: str, value: str) -> None:
    phrase = the_time(text)

    assert (phrase.text, phrase.value, phrase.is_limit) == (text, value, False)


NO_TIMES = """
2025年度工作计划 2024年版 《2025年重点任务清单》 《关于印发〈方案〉（2023年至2025年）的通知》
云发改〔2024〕12号 〔2024〕10号 “十四五”规划 5.0产业新空间 系统升级到V2024.1.2 0999-2025123
13912025063 满意率3.5:1 全年无休365天值守 24小时热线 目前进展 日前获悉 第三批12个 前期工作
每人每月500元 每年可处理垃圾 近三年内 环节前移 15日 13月 本周期 岁末年初 年度内控评价
"""


@pytest.mark.parametrize("text", ["2024-7-", "2024年7月至"])
def test_a_range_that_breaks_off_at_the_end_is_its_beginning(text: str) -> None:
    assert the_time(text).value == "2024-07"


@pytest.mark.parametrize("text", NO_TIMES.split())
def test_names_numbers_and_rates_are_no_times(text: str) -> None:
    times = [phrase.text for phrase in find_times(text, base=BASE, year=2025)]

    assert times == (["全年"] if text.startswith("全年") else [])


@pytest.mark.parametrize("text", ["2月30日前", "6月31日", "2025年4月31日", "2025-02-29", "2025-6-35"])
def test_a_day_that_does_not_exist_has_no_value(text: str) -> None:
    assert all(phrase.value is None for phrase in find_times(text, base=BASE, year=2025))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("7月10日前往现场", "7月10日"),
        ("8月到临江考察", "8月"),
        ("10月前期工作", "10月"),
        ("年内部审计", None),
        ("10月底数摸清", "10月"),
        ("9月后续工作", "9月"),
    ],
)
def test_the_word_after_a_time_is_not_taken_for_its_limit(text: str, word: str | None) -> None:
    times = find_times(text, base=BASE, year=2025)

    assert [(phrase.text, phrase.is_limit) for phrase in times] == ([(word, False)] if word else [])


@pytest.mark.parametrize(
    ("text", "is_limit"),
    [
        ("10月前", True),
        ("10月31日以前", True),
        ("10月31日止", True),
        ("10月底", True),
        ("季度末前", None),
        ("截至10月31日", True),
        ("截止到2025年10月", True),
        ("最迟于10月20日", True),
        ("即日起至12月20日", True),
        ("到2027年", True),
        ("达到2020年", False),
        ("10月31日", False),
        ("10月", False),
        ("三季度", False),
        ("2025年", False),
    ],
)
def test_words_of_limit(text: str, is_limit: bool | None) -> None:  # noqa: FBT001 - a table of cases
    times = find_times(text, base=BASE, year=2025)

    assert [phrase.is_limit for phrase in times] == ([] if is_limit is None else [is_limit])


@pytest.mark.parametrize("text", ["6月以来", "2025年1月1日起", "9月开始", "6月30日后", "今年以来"])
def test_a_beginning_is_marked_as_one(text: str) -> None:
    phrase = the_time(text)

    assert (phrase.is_start, phrase.is_limit) == (True, False)


@pytest.mark.parametrize(
    ("text", "superseded"),
    [
        ("原定9月底完成，现延期至11月底前完成", [True, False]),
        ("完成时限由6月30日调整为8月31日", [True, False]),
        ("6月底前完成初稿，8月底前印发", [False, False]),
        ("9月底完成主体。另一项目延期至11月底", [False, False]),
    ],
)
def test_a_time_that_the_sentence_replaces_is_superseded(text: str, superseded: list[bool]) -> None:
    assert [phrase.superseded for phrase in find_times(text, base=BASE, year=2025)] == superseded


def test_a_later_time_of_the_sentence_shares_the_stated_year() -> None:
    times = find_times("2026年3月底前完成招标，6月底前开工。9月底前报告", base=BASE, year=2025)

    assert [phrase.value for phrase in times] == ["2026-03-31", "2026-06-30", "2025-09-30"]
    assert [phrase.is_year_assumed for phrase in times] == [False, False, True]


def test_a_past_year_is_not_lent_to_a_later_deadline() -> None:
    times = find_times("2023年9月反馈的问题，6月底前完成", base=BASE, year=2025)

    assert [phrase.value for phrase in times] == ["2023-09", "2025-06-30"]


def test_the_same_year_is_the_one_stated_last() -> None:
    times = find_times("2023年9月启动，同年12月建成", base=BASE, year=2025)

    assert [phrase.value for phrase in times] == ["2023-09", "2023-12"]


def test_a_bare_day_shares_the_month_named_before_it() -> None:
    times = find_times("10月20日前报方案，25日前报清单", base=BASE, year=2025)

    assert [phrase.value for phrase in times] == ["2025-10-20", "2025-10-25"]


def test_without_any_year_a_month_has_no_value() -> None:
    phrase = the_time("10月底前", base=None, year=None)

    assert (phrase.text, phrase.value, phrase.is_limit) == ("10月底前", None, True)


def test_the_year_of_the_document_is_that_of_its_day_where_none_is_given() -> None:
    assert the_time("10月底前", year=None).value == "2025-10-31"


def test_lunar_days_are_not_computed() -> None:
    assert the_time("农历八月十五").value is None


def test_lasting_words_are_a_limit_only_where_they_close_the_clause() -> None:
    assert the_time("立行立改，并长期坚持。").is_limit
    assert the_time("（持续推进）").is_limit
    assert not the_time("持续推进招商引资").is_limit


def test_working_days_follow_the_calendar_that_is_given() -> None:
    holiday = WorkingCalendar.official().with_overrides({date(2025, 6, 12): False})

    (phrase,) = find_times("3个工作日内", base=BASE, year=None, calendar=holiday)

    assert phrase.value == "2025-06-17"  # 13, 16, 17 June


def test_working_days_of_a_year_without_a_notice_are_provisional() -> None:
    assert the_time("5个工作日内", base=date(2040, 6, 11)).is_provisional
    assert not the_time("5个工作日内").is_provisional
    assert not the_time("5日内", base=date(2040, 6, 11)).is_provisional


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_reads_back_from_each_way_of_writing_it(day: date) -> None:
    for written in (
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
    ):
        phrase = the_time(f"于{written}前完成", base=None, year=None)

        assert (phrase.value, phrase.last_day) == (day.isoformat(), day)


PIECES = st.sampled_from(
    [
        *"0123456789年月日号季度周旬半底末前内至到-—.、，。每逐长期坚持一二三十两个上下本明今（）《》“”\n",
        "工作日",
        "2025",
        "十四五",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.none() | st.just(BASE), st.none() | st.just(2025))
def test_any_text_gives_ordered_phrases_that_quote_it(text: str, base: date | None, year: int | None) -> None:
    end = 0
    for phrase in find_times(text, base=base, year=year):
        assert end <= phrase.start < phrase.end
        assert phrase.text == text[phrase.start : phrase.end]
        end = phrase.end
