"""What a document says of itself."""

from collections.abc import Callable
from datetime import date

import pytest

from guatu.reading.drafting.head import Head, read_head
from guatu.reading.errors import MarkedSecret
from guatu.reading.outlining import read_lines
from guatu.reading.repairing import Repaired

MakeRepaired = Callable[[str], Repaired]
BODY = "\n各镇人民政府：\n现将有关事项通知如下。\n一、排查堤防隐患。县水利局要在6月底前完成。\n"


def head_of(whole: Repaired) -> Head:
    return read_head(whole, read_lines(whole))


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("云桥县2024年防汛工作方案", "云桥县2024年防汛工作方案"),
        ("云桥县人民政府办公室文件\n云政办〔2024〕5号\n云桥县2024年防汛工作方案", "云桥县2024年防汛工作方案"),
        (
            "云桥县人民政府\n关于切实做好2024年防汛工作的通知",
            "云桥县人民政府关于切实做好2024年防汛工作的通知",
        ),
        ("在全县防汛工作会议上的讲话\n（2024年5月6日）", "在全县防汛工作会议上的讲话"),
        ("云桥县：三项举措提升防汛能力", "云桥县：三项举措提升防汛能力"),
        ("附件1\n云桥县防汛任务分解表", "云桥县防汛任务分解表"),
        ("云桥县防汛工作方案（试行）", "云桥县防汛工作方案（试行）"),
    ],
)
def test_the_title_is_found_below_letterhead_and_number(
    repaired: MakeRepaired, lines: str, title: str
) -> None:
    assert head_of(repaired(lines + BODY)).title == title


def test_a_text_that_begins_with_its_first_sentence_bears_no_title(repaired: MakeRepaired) -> None:
    assert head_of(repaired("根据县委统一部署，现将有关事项安排如下。\n县水利局要抓紧排查。")).title is None


@pytest.mark.parametrize(
    ("ending", "issuer", "day"),
    [
        ("云桥县水利局\n2024年5月6日", "云桥县水利局", date(2024, 5, 6)),
        ("中共云桥县水利局党组\n2024年5月6日", "中共云桥县水利局党组", date(2024, 5, 6)),
        ("云桥县人民政府办公室　　2024年5月6日", "云桥县人民政府办公室", date(2024, 5, 6)),
        ("云桥县水利局\n二〇二四年五月六日", "云桥县水利局", date(2024, 5, 6)),
        ("云桥县水利局\n二○二四年十一月二十六日", "云桥县水利局", date(2024, 11, 26)),
        ("云桥县水利局\n云桥县应急管理局\n2024年5月6日", "云桥县水利局、云桥县应急管理局", date(2024, 5, 6)),
        ("2024年5月6日\n云桥县水利局", "云桥县水利局", date(2024, 5, 6)),
        ("云桥县水利局\n2024年5月6日\n抄送：县委办公室", "云桥县水利局", date(2024, 5, 6)),
    ],
)
def test_the_signature_gives_the_issuer_and_the_day(
    repaired: MakeRepaired, ending: str, issuer: str, day: date
) -> None:
    head = head_of(repaired("关于切实做好防汛工作的通知" + BODY + ending))

    assert (head.issuer, head.issued_on) == (issuer, day)


def test_without_a_signature_the_title_names_the_issuer(repaired: MakeRepaired) -> None:
    head = head_of(repaired("云桥县水利局关于切实做好防汛工作的通知" + BODY))

    assert (head.issuer, head.issued_on) == ("云桥县水利局", None)


def test_minutes_are_issued_by_the_body_whose_meeting_they_record(repaired: MakeRepaired) -> None:
    text = "云桥县安全生产委员会会议纪要\n〔2024〕第3期\n一、排查隐患\n会议议定，由县应急局负责。\n"

    assert head_of(repaired(text)).issuer == "云桥县安全生产委员会"


def test_a_day_in_a_sentence_is_not_the_day_of_the_document(repaired: MakeRepaired) -> None:
    text = "关于切实做好防汛工作的通知\n2024年5月6日，县委召开会议，部署防汛工作。\n县水利局要抓紧排查。"

    assert head_of(repaired(text)).issued_on is None


def test_a_day_that_no_calendar_has_is_no_day(repaired: MakeRepaired) -> None:
    head = head_of(repaired("关于切实做好防汛工作的通知" + BODY + "云桥县水利局\n2024年2月30日"))

    assert head.issued_on is None


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("云政办〔2024〕5号", "云政办〔2024〕5号"),
        ("云政办[2024]5号", "云政办[2024]5号"),
        ("云政办发 〔2024〕 15 号", None),
        ("第 12 期", "第12期"),
        ("〔2024〕第3期", "〔2024〕第3期"),
        ("依据云政办〔2024〕5号文件要求，现将有关事项通知如下。", None),
    ],
)
def test_the_number_stands_on_a_line_of_its_own(
    repaired: MakeRepaired, line: str, number: str | None
) -> None:
    assert head_of(repaired(f"{line}\n关于切实做好防汛工作的通知{BODY}")).number == number


@pytest.mark.parametrize(
    ("words", "present"),
    [
        ("联系电话：0571-8765432", True),
        ("联系人：李某，13912345678", True),
        ("电子邮箱：li.si@yunqiao.gov.cn", True),
        ("请联系县水利局。", False),
        ("投资13912345678元。", False),
    ],
)
def test_contacts_are_known_to_be_there(repaired: MakeRepaired, words: str, present: bool) -> None:  # noqa: FBT001
    assert head_of(repaired("关于切实做好防汛工作的通知" + BODY + words)).contacts_present is present


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ("公示期限：2024年5月6日至2024年5月20日", (date(2024, 5, 6), date(2024, 5, 20))),
        ("公开期限自2024年5月6日至5月20日", (date(2024, 5, 6), date(2024, 5, 20))),
        ("反馈时间：2024年5月6日至20日", (date(2024, 5, 6), date(2024, 5, 20))),
        ("公示时间：2024年12月25日至1月8日", (date(2024, 12, 25), date(2025, 1, 8))),
        ("会议时间：2024年5月6日至2024年5月20日", None),
        ("公示期限：15天", None),
    ],
)
def test_the_window_for_opinions_is_read(
    repaired: MakeRepaired, words: str, window: tuple[date, date] | None
) -> None:
    assert head_of(repaired("关于防汛整改情况的公示" + BODY + words)).feedback_window == window


def test_an_internal_mark_warns_and_does_not_refuse(repaired: MakeRepaired) -> None:
    head = head_of(repaired("内部资料，注意保存\n关于切实做好防汛工作的通知" + BODY))

    assert head.secrecy == "内部资料，注意保存"
    assert head.warnings == ("文件标有“内部资料，注意保存”字样，请确认可以在本系统处理",)


def test_a_secrecy_mark_refuses(repaired: MakeRepaired) -> None:
    whole = repaired("机密★10年\n关于切实做好防汛工作的通知" + BODY)

    with pytest.raises(MarkedSecret):
        head_of(whole)
