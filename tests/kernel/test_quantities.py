"""Quantities in running text."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.kernel.quantities import find_quantities


def _found(text: str) -> list[tuple[str, str, str]]:
    return [(str(each.value), each.unit, each.bound) for each in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("存栏蛋鸡2.3万只", "2.3", "万只"),
        ("完成投资12亿元", "12", "亿元"),
        ("提高12.5个百分点", "12.5", "个百分点"),
        ("培训3,250人次", "3250", "人次"),
        ("覆盖率82.5%", "82.5", "%"),
        ("改造农村公路35公里", "35", "公里"),
        ("新增绿地1.2万平方米", "1.2", "万平方米"),
        ("配备设备16台套", "16", "台套"),
        ("配备设备16台(套)", "16", "台(套)"),
        ("建成高标准农田5.6万亩", "5.6", "万亩"),
        ("压减煤炭消费2.5万吨", "2.5", "万吨"),
        ("涉及12户", "12", "户"),
        ("走访企业 40 家", "40", "家"),
        ("浓度降至35微克/立方米", "35", "微克/立方米"),
        ("新增装机120MW", "120", "MW"),
        ("节电1.5万度", "1.5", "万度"),
        ("吞吐量8.6万标箱", "8.6", "万标箱"),
        ("得分95.5分,排名靠前", "95.5", "分"),
        ("涉及资金130亿,已清退", "130", "亿"),
        ("投入三亿六千万元", "360000000", "元"),
        ("总额三亿六千万。", "360000000", ""),
        ("投入1亿2千万元", "120000000", "元"),
        ("争取资金3千万元", "3", "千万元"),
        ("比例占百分之十二", "12", "%"),
        ("自筹比例千分之三", "3", "‰"),
        ("百分之百落实", "100", "%"),
        ("走访三家企业", "3", "家"),
        ("从两个方面发力", "2", "个"),
        ("抽查一百二十户", "120", "户"),
        ("同比增长-3.5%", "-3.5", "%"),
        ("压缩至5个工作日", "5", "个工作日"),
        ("新建支部12个", "12", "个"),
        ("下达5项目标", "5", "项"),
    ],
)
def test_a_figure_is_found_with_its_unit_as_written(text: str, value: str, unit: str) -> None:
    assert [(each.value, each.unit) for each in find_quantities(text)] == [(Decimal(value), unit)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("达到80%以上", "80", "%", "at_least"),
        ("不少于30个", "30", "个", "at_least"),
        ("不低于95%", "95", "%", "at_least"),
        ("控制在3%以内", "3", "%", "at_most"),
        ("不超过5万元", "5", "万元", "at_most"),
        ("30万元以下", "30", "万元", "at_most"),
        ("超过1万个", "1", "万个", "over"),
        ("突破了500亿元", "500", "亿元", "over"),
        ("2600多亿元", "2600", "亿元", "over"),
        ("20余家", "20", "家", "over"),
        ("3.5万余户", "3.5", "万户", "over"),
        ("十余次", "10", "次", "over"),
        ("三百多万元", "300", "万元", "over"),
        ("约12公里", "12", "公里", "about"),
        ("近200人", "200", "人", "about"),
        ("最近3场", "3", "场", "exactly"),
        ("50吨左右", "50", "吨", "about"),
        ("不足60%", "60", "%", "under"),
        ("低于75分。", "75", "分", "under"),
        ("100人(含)以上", "100", "人", "at_least"),
        ("达到80%", "80", "%", "exactly"),
    ],
)
def test_the_words_around_a_figure_say_how_it_binds(text: str, value: str, unit: str, bound: str) -> None:
    assert _found(text) == [(value, unit, bound)]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("培育3至5个", [("3", "个", "at_least"), ("5", "个", "at_most")]),
        ("增长10%-15%", [("10", "%", "at_least"), ("15", "%", "at_most")]),
        ("补助3万至5万元", [("3", "万元", "at_least"), ("5", "万元", "at_most")]),
        ("补助3至5万元", [("3", "万元", "at_least"), ("5", "万元", "at_most")]),
        ("三至五家", [("3", "家", "at_least"), ("5", "家", "at_most")]),
        ("由3家到5家", [("3", "家", "exactly"), ("5", "家", "exactly")]),
        ("达到60%到2027年达到80%", [("60", "%", "exactly"), ("80", "%", "exactly")]),
    ],
)
def test_a_range_gives_both_its_ends(text: str, ends: list[tuple[str, str, str]]) -> None:
    assert _found(text) == ends


@pytest.mark.parametrize(
    "text",
    [
        "2024年3月15日前完成",
        "2021—2025年规划",
        "二〇二四年三月十五日",
        "会议于9:30召开,8点30分签到",
        "云政办发〔2024〕12号",
        "第3次会议通过第十二条",
        "第 3 次调度",
        "一是加强领导;二是压实责任",
        "1.加强组织领导\n(一)总体要求\n2、压实责任",
        "3 台账管理不规范",
        "5G网络、4G基站、5.0产业、700M频段",
        "“4+3”产业和2.6G+700M双层网络",
        "“十四五”时期落实三会一课、一岗双责",
        "坚决做到“两个维护”,增强四个意识",
        "持续做大“三库”和“四个一批”",
        "邮政编码:430056;联系电话:0731-84897000",
        "实施三年行动计划",
        "引进一批企业,解决一些问题,树立一个典型",
        "每月一次调度、每季度至少1次会商",
        "位居全市前3名、后三名",
        "前4批次",
        "二期工程和三期项目",
        "三五个人、几十家、数百户",
        "十分重要",
        "四部门联合行文,四套班子领导",
        "三次产业结构和三轮车",
        "PM2.5和PM10浓度",
        "世界500强企业",
        "1对1帮扶",
        "2024年度考核",
        "CPU 16核",
    ],
)
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


def test_a_number_at_the_head_of_a_line_is_numbering_and_not_a_decimal() -> None:
    assert _found("2.3家企业未整改\n4.12个项目滞后") == [("3", "家", "exactly"), ("12", "个", "exactly")]


def test_the_span_covers_the_figure_and_its_unit_alone() -> None:
    (found,) = find_quantities("力争突破2600多亿元以上")

    assert (found.text, found.start, found.end) == ("2600多亿元", 4, 11)


def test_a_quantity_knows_its_plain_unit_and_its_writing() -> None:
    written, counted, measured = find_quantities("三家企业、2.3万只蛋鸡、5千克样品")

    assert (written.is_in_digits, counted.is_in_digits) == (False, True)
    assert (counted.plain_unit, measured.plain_unit) == ("只", "千克")


@given(
    st.text(
        alphabet="0123456789.,-~%一二三两十百千万亿零点余多个家次元年月日第每由至到以上近约不少于 \n()“”G+",
        max_size=60,
    )
)
def test_any_text_gives_ordered_quantities_that_stand_in_it(text: str) -> None:
    found = find_quantities(text)

    assert all(text[each.start : each.end] == each.text for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
