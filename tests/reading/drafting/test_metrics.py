"""Which figures of a measure are its metrics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.reading.drafting.metrics import find_metrics

Expected = list[tuple[str, float, str, str]]

PLANS: list[tuple[str, Expected]] = [
    ("新建改造农村公路35公里。", [("农村公路", 35, "公里", "target")]),
    ("全年压减煤炭消费2.5万吨。", [("煤炭消费", 2.5, "万吨", "target")]),
    ("综合利用率力争达到55%。", [("综合利用率", 55, "%", "target")]),
    ("空气优良天数比率达到82.5%。", [("空气优良天数比率", 82.5, "%", "target")]),
    (
        "力争全年签约项目不少于30个、到位资金15亿元。",
        [("签约项目", 30, "个", "target"), ("到位资金", 15, "亿元", "target")],
    ),
    ("新建充电桩120根，10月底前投入使用。", [("充电桩", 120, "根", "target")]),
    (
        "城区公共停车位由1200个增加到1500个。",
        [("城区公共停车位", 1200, "个", "baseline"), ("城区公共停车位", 1500, "个", "target")],
    ),
    (
        "到2026年底，城镇污水集中收集率从65%提高到75%以上。",
        [("城镇污水集中收集率", 65, "%", "baseline"), ("城镇污水集中收集率", 75, "%", "target")],
    ),
    ("单位生产总值能耗下降3.2%。", [("单位生产总值能耗下降", 3.2, "%", "target")]),
    ("细颗粒物浓度控制在35微克/立方米以内。", [("细颗粒物浓度", 35, "微克/立方米", "target")]),
    (
        "建设高标准农田3.6万亩，新增高效节水灌溉面积8000亩。",
        [("高标准农田", 3.6, "万亩", "target"), ("高效节水灌溉面积", 8000, "亩", "target")],
    ),
    (
        "改造老旧小区18个，惠及居民4200户。",
        [("老旧小区", 18, "个", "target"), ("惠及居民", 4200, "户", "target")],
    ),
    ("培育省级专精特新企业12家以上。", [("省级专精特新企业", 12, "家", "target")]),
    ("引进10亿元以上项目3个。", [("项目", 3, "个", "target")]),
    ("实施投资500万元以上技改项目20项。", [("技改项目", 20, "项", "target")]),
    ("企业开办时间压缩至0.5个工作日。", [("企业开办时间", 0.5, "个工作日", "target")]),
    (
        "审批时限由20个工作日压缩至5个工作日。",
        [("审批时限", 20, "个工作日", "baseline"), ("审批时限", 5, "个工作日", "target")],
    ),
    ("收到问题线索后15个工作日内办结。", []),
    ("每月调度一次，每季度至少开展2次联合检查。", []),
    ("每年组织技能培训5000人次以上。", [("技能培训", 5000, "人次", "target")]),
    (
        "城镇新增就业2.2万人，城镇登记失业率控制在4.5%以内。",
        [("就业", 2.2, "万人", "target"), ("失业率", 4.5, "%", "target")],
    ),
    ("蛋鸡存栏稳定在三亿六千万羽。", [("蛋鸡存栏", 360000000, "羽", "target")]),
    ("打造特色街区2条、示范村5个。", [("特色街区", 2, "条", "target"), ("示范村", 5, "个", "target")]),
    ("完成固定资产投资增长8%左右的目标。", [("固定资产投资增长", 8, "%", "target")]),
    ("争取上级专项资金1.2亿元。", [("上级专项资金", 1.2, "亿元", "target")]),
    ("争取2亿元专项债券支持。", [("专项债券支持", 2, "亿元", "target")]),
    ("实施“5+3”产业链提升行动，建设5G基站300座。", [("5G基站", 300, "座", "target")]),
    ("聚焦三个方面，突出四大重点，落实五项机制。", []),
    ("由发改局牵头，会同6个部门制定方案。", []),
    ("在云桥县现有3个产业园基础上，新增标准厂房12万平方米。", [("标准厂房", 12, "万平方米", "target")]),
    ("建成110千伏变电站2座。", [("变电站", 2, "座", "target")]),
    ("对连续3个月排名末位的镇街进行约谈。", []),
    ("对完成率低于60%的镇街予以通报。", []),
    ("单笔30万元以上的采购须集体研究。", []),
    ("水库周边500米范围内禁止养殖。", []),
    ("严格执行《采购金额5万元以下项目管理办法》。", []),
    ("坚持“三会一课”，增强“四个意识”。", []),
    ("按照云政发〔2025〕18号要求，于2025年6月30日前完成。", []),
    ("确保满意度达到百分之九十五。", [("满意度", 95, "%", "target")]),
    ("招引企业3至5家。", [("企业", 3, "家", "target"), ("企业", 5, "家", "target")]),
    (
        "目前已建成储能电站3座，年内再建5座。",
        [("储能电站", 3, "座", "achieved"), ("储能电站", 5, "座", "target")],
    ),
]

REPORTS: list[tuple[str, Expected]] = [
    (
        "开展专项检查12次，发现隐患35处，整改33处。",
        [("专项检查", 12, "次", "achieved"), ("隐患", 35, "处", "achieved"), ("整改", 33, "处", "achieved")],
    ),
    ("走访企业102次，解决诉求87件。", [("走访企业", 102, "次", "achieved"), ("诉求", 87, "件", "achieved")]),
    (
        "审计发现，涉及资金1,236.5万元，滞留资金超过6个月。",
        [("资金", 1236.5, "万元", "achieved")],
    ),
    ("完成率仅为43.2%，在全市排名倒数第2。", [("完成率", 43.2, "%", "achieved")]),
    ("低于序时进度12.6个百分点，位居后三名。", [("序时进度", 12.6, "个百分点", "achieved")]),
    ("已拨付补助资金三百二十万元。", [("补助资金", 3200000, "元", "achieved")]),
    ("先后召开推进会十余次。", [("推进会", 10, "次", "achieved")]),
    ("召开了两次专题会议研究部署。", [("专题会议", 2, "次", "achieved")]),
    ("查处违规案件三起，问责5人。", [("违规案件", 3, "起", "achieved"), ("问责", 5, "人", "achieved")]),
    ("三个站点和两家运营单位均已整改到位。", []),
    ("组织住建、水务等9个部门开展联合执法。", []),
    ("对42家重点企业开展上门服务。", [("重点企业", 42, "家", "achieved")]),
    ("全区86项任务已完成79项。", [("任务", 86, "项", "achieved"), ("", 79, "项", "achieved")]),
    (
        "实现营业收入328.6亿元，同比增长12.4%。",
        [("营业收入", 328.6, "亿元", "achieved"), ("同比增长", 12.4, "%", "achieved")],
    ),
    (
        "计划全年完工40公里，截至目前已完工26公里。",
        [("完工", 40, "公里", "target"), ("完工", 26, "公里", "achieved")],
    ),
    ("通车里程突破2600多公里。", [("通车里程", 2600, "公里", "achieved")]),
    (
        "森林覆盖率由42.1%提升至45.3%。",
        [("森林覆盖率", 42.1, "%", "baseline"), ("森林覆盖率", 45.3, "%", "achieved")],
    ),
    ("收缴率为96%，高于去年的88%。", [("收缴率", 96, "%", "achieved"), ("", 88, "%", "baseline")]),
    ("下一步，力争年底前再建成4座换电站。", [("换电站", 4, "座", "target")]),
    ("累计发放宣传册2万余份。", [("宣传册", 2, "万份", "achieved")]),
    (
        "梳理制度36项，其中修订15项、废止6项。",
        [("制度", 36, "项", "achieved"), ("修订", 15, "项", "achieved"), ("废止", 6, "项", "achieved")],
    ),
    ("目前问题12个，12个问题已全部整改完成。", [("问题", 12, "个", "achieved")]),
    ("珠溪产业园二期工程和3号线建设有序推进。", []),
    ("党组会第3次专题学习《条例》第十二条。", []),
    ("联系电话：0731-84897000，邮编410000。", []),
    ("投入使用4台新能源环卫车。", [("新能源环卫车", 4, "台", "achieved")]),
    (
        "在册低保对象1,256户2,318人。",
        [("低保对象", 1256, "户", "achieved"), ("低保对象", 2318, "人", "achieved")],
    ),
    (
        "接待游客326.8万人次，旅游收入同比增长12.3%。",
        [("游客", 326.8, "万人次", "achieved"), ("旅游收入同比增长", 12.3, "%", "achieved")],
    ),
    (
        "县监委立案审查15件，移送司法机关2人。",
        [("立案审查", 15, "件", "achieved"), ("移送司法机关", 2, "人", "achieved")],
    ),
    ("督促15家单位缴回租金86.4万元。", [("单位", 15, "家", "achieved"), ("租金", 86.4, "万元", "achieved")]),
    ("约谈相关负责人8人次。", [("相关负责人", 8, "人次", "achieved")]),
    ("日处理能力达到5000吨/日。", [("日处理能力", 5000, "吨/日", "achieved")]),
    ("带动就业近3000人。", [("带动就业", 3000, "人", "achieved")]),
    ("利润增长-3.5%。", [("利润增长", -3.5, "%", "achieved")]),
]


def _read(text: str, *, reported: bool) -> Expected:
    return [(each.name, each.value, each.unit, each.role) for each in find_metrics(text, reported=reported)]


def _agree(found: Expected, expected: Expected) -> bool:
    """The same figures in the same order with the same roles; each name holds the expected one."""
    same = [each[1:] for each in found] == [each[1:] for each in expected]
    return same and all(want[0] in got[0] for got, want in zip(found, expected, strict=True))


@pytest.mark.parametrize(("text", "expected"), PLANS)
def test_a_plan_is_read_for_what_it_aims_at(text: str, expected: Expected) -> None:
    found = _read(text, reported=False)

    assert _agree(found, expected), found


@pytest.mark.parametrize(("text", "expected"), REPORTS)
def test_a_report_is_read_for_what_was_reached(text: str, expected: Expected) -> None:
    found = _read(text, reported=True)

    assert _agree(found, expected), found


def test_names_carry_neither_the_deed_nor_the_words_that_lead_to_the_figure() -> None:
    found = find_metrics("新建充电桩120根，覆盖率可达80%以上，完成总投资12亿元。", reported=True)

    assert [each.name for each in found] == ["充电桩", "覆盖率", "总投资"]


def test_the_span_is_that_of_the_figure_with_its_unit_moved_by_the_offset() -> None:
    text = "新建充电桩120根以上"

    (found,) = find_metrics(text, reported=False, offset=100)

    assert text[found.span[0] - 100 : found.span[1] - 100] == "120根"


@pytest.mark.parametrize("run", ["三万", "3至", "由从", "达到", "1,", "以上3家"])
def test_a_page_without_a_single_full_stop_is_still_read(run: str) -> None:
    found = find_metrics(run * 1000 + "。新建充电桩120根。", reported=True)

    assert (found[-1].name, found[-1].value, found[-1].unit) == ("充电桩", 120, "根")


@given(
    text=st.text(
        alphabet="0123一三十万亿.,，。由到达已计划年月每次个家%元以上的《》“”项目企业 \n", max_size=60
    ),
    reported=st.booleans(),
)
def test_any_text_gives_metrics_that_stand_in_it(*, text: str, reported: bool) -> None:
    found = find_metrics(text, reported=reported)

    assert all(0 <= each.span[0] < each.span[1] <= len(text) and each.name for each in found)
