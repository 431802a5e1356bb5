"""Page furniture and web navigation."""

import pytest

from guatu.reading.repairing.furniture import take_out_furniture
from guatu.reading.repairing.working import WorkingText

BODY = "县水利局要在6月底前完成排查。"


def cleaned(text: str) -> tuple[str, tuple[str, ...]]:
    working = WorkingText(text)
    aside = take_out_furniture(working)
    return working.text, aside


@pytest.mark.parametrize(
    "line",
    [
        "当前位置：首页 > 政务公开 > 通知公告",
        "您现在的位置：首页>政务公开",
        "首页 > 政务公开",
        "首页 | 政务公开 | 通知公告",
        "字号：【大 中 小】",
        "打印本页",
        "关闭窗口",
        "上一篇：关于防汛工作的通知",
        "责任编辑：李某",
        "来源：云桥县水利局 发布时间：2024-05-06",
        "发布时间：2024-05-06 浏览次数：12",
        "浏览次数：128",
        "主办单位：云桥县人民政府办公室",
        "浙ICP备12345678号",
        "版权所有：云桥县人民政府",
        "— 3 —",
        "-3-",
        "第 3 页 共 12 页",
        "3/12",
    ],
)
def test_what_belongs_to_the_page_is_taken_out_and_kept_aside(line: str) -> None:
    assert cleaned(f"各镇负责。\n{line}\n{BODY}") == (f"各镇负责。\n{BODY}", (line,))


@pytest.mark.parametrize(
    "line",
    [
        "首页的更新由县政府办负责。",
        "编辑出版防汛手册5000册。",
        "第3页所列问题由县水利局整改。",
        "来源于群众举报的线索12条。",
        "3/12的村庄未达标。",
        "关闭非法采砂点3处。",
        "打印防汛告知书2000份。",
    ],
)
def test_a_sentence_of_the_document_stays(line: str) -> None:
    assert cleaned(f"通知\n{line}\n{BODY}") == (f"通知\n{line}\n{BODY}", ())


def test_a_page_mark_in_mid_sentence_takes_its_line_breaks_along() -> None:
    assert cleaned("县水利局要在6月\n— 3 —\n底前完成排查。")[0] == "县水利局要在6月底前完成排查。"


@pytest.mark.parametrize("line", ["浏览次数：128", "发布时间：2024-05-06", "浙ICP备12345678号"])
def test_a_line_of_the_site_below_the_title_leaves_the_title_a_line_of_its_own(line: str) -> None:
    text = f"关于做好防汛工作的通知\n{line}\n各镇人民政府："

    assert cleaned(text)[0] == "关于做好防汛工作的通知\n各镇人民政府："


def test_a_page_mark_before_an_ordinal_leaves_it_its_line() -> None:
    assert cleaned("排查堤防隐患\n— 3 —\n二、工作要求")[0] == "排查堤防隐患\n二、工作要求"


def test_furniture_at_both_ends_leaves_no_empty_line() -> None:
    assert cleaned(f"首页 > 政务公开\n{BODY}\n打印本页")[0] == BODY
