"""Orders are read on Wednesday 11 June 2025, reports on 20 November 2025; values are worked out by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.reading.draft import Due
from guatu.reading.drafting.dues import find_due, read_due_field

ORDERED_ON = date(2025, 6, 11)
REPORTED_ON = date(2025, 11, 20)


def ordered(text: str) -> Due | None:
    return find_due(text, base=ORDERED_ON, year=2025, reported=False)


def told(text: str) -> Due | None:
    return find_due(text, base=REPORTED_ON, year=2025, reported=True)


ORDERS = [
    # plans
    ("2025年10月31日前完成云桥河排口溯源整治，由区水务局牵头。", "2025-10-31"),
    ("10月底前建成社区食堂12个。", "2025-10-31"),
    ("到2027年，全县公共充电桩达到2000个以上。", "2027-12-31"),
    ("2026年建成投用3个口袋公园。", "2026-12-31"),
    ("第三季度末完成管网普查，年底前启动改造。", "2025-12-31"),
    ("上半年完成摸底，三季度完成整治。", "2025-09-30"),
    ("9月启动公交线路优化。", "2025-09"),
    ("动员部署阶段（2025年7月）。制定方案，明确分工。", "2025-07"),
    ("集中整治阶段（2025年7月—9月）。各镇街逐户排查。", "2025-09"),
    ("7月1日至9月30日，开展燃气安全百日行动。", "2025-09-30"),
    ("“十四五”末城市生活污水集中收集率达到75%。", "2025-12-31"),
    ("力争明年3月底前实现村村通天然气。", "2026-03-31"),
    ("今年完成老旧小区改造20个。", "2025-12-31"),
    ("全年完成招商引资到位资金80亿元。", "2025-12-31"),
    ("年内新增普惠托位600个。", "2025-12-31"),
    ("完成时限：9月中旬", "2025-09-20"),
    ("整改时限：长期坚持。", "recurring:ongoing"),
    ("严格落实河长巡河制度，长期坚持。", "recurring:ongoing"),
    ("建立台账，立行立改并长期坚持。", "recurring:ongoing"),
    ("每季度首月10日前报送上季度进展。", "recurring:quarterly"),
    ("6月底前完成方案，每月通报一次进度，12月底前全面完成。", "2025-12-31"),
    ("原定9月底完成的桥面铺装延期至11月底前完成。", "2025-11-30"),
    ("春节前全部兑付农民工工资。", None),
    ("受理机关应在收到申请后20个工作日内作出答复。", None),
    ("在合同签订后3个月内开工。", None),
    # speeches
    ("住建局要在会后十日内拿出方案。", "2025-06-21"),
    ("各镇街一周内完成排查。", "2025-06-18"),
    ("各责任单位本周五前把清单报到区督查办。", "2025-06-13"),
    ("这件事下周三之前必须有结果。", "2025-06-18"),
    ("请发改局月底前再对接一次省厅。", "2025-06-30"),
    ("要实行“周调度、月通报”。", "recurring:weekly"),
    ("专班办公室每半月调度一次，及时协调解决问题。", "recurring:semimonthly"),
    ("去年底，我们提前完成了脱贫监测任务。", None),
    ("今年1至5月，全区固定资产投资增长了8.2%。", None),
    ("截至5月底，全区已开工项目35个。", None),
    ("上周五，县委召开常委会专题研究。", None),
    ("要对标2035年远景目标，高起点谋划。", None),
    ("各部门要持续推进作风建设。", None),
    ("要健全常态化监管机制。", None),
    ("要按照《2025年重点工作任务清单》抓好落实。", None),
    # minutes
    ("会议议定，由临江区城管局牵头，6月25日前制定搬迁方案。", "2025-06-25"),
    ("自交办之日起15个工作日内办结并书面答复。", "2025-07-02"),
    ("财政局于7月10日前下达资金。", "2025-07-10"),
    ("会议要求三个月内完成清产核资。", "2025-09-11"),
    ("6月5日，区长李某主持召开专题会议。", None),
    ("7月中旬召开现场推进会。", None),
    ("2024年9月30日前注册的企业均可申报。", None),
    ("方案有效期至2027年12月31日。", None),
    ("办法自2025年7月1日起施行。", None),
    # bulletins
    ("请相关镇街于6月20日前将整改情况报区政府督查室。", "2025-06-20"),
    ("云桥镇污水处理站未按要求在4月底前完成提标，限6月30日前整改到位。", "2025-06-30"),
    ("北坡街道未在5月底前报送自查报告。", None),
    ("各单位每周五前更新台账。", "recurring:weekly"),
    ("上述问题限期整改，整改期限为30日内。", "2025-07-11"),
    # labels, standards of service, terms that bar
    ("每月通报一次违规情况。（责任单位：市城管局；完成时限：长期坚持）", "recurring:ongoing"),
    ("9月底前完成选址，年底前开工。（完成时限：2026年6月）", "2026-06"),
    ("将用气报装时限压缩至4个工作日以内。", None),
    ("骗取补贴的，三年内不得申报各类扶持资金。", None),
    ("争取9月1日起试运行。", "2025-09-01"),
    ("今年计划改造管网40公里，其中老城区段9月底前通水。", "2025-09-30"),
    ("“五一”前开展一次检查，发现隐患立即整改。", None),
    ("分别于7月底和8月底前完成两期改造。", "2025-08-31"),
]

REPORTS = [
    # completion
    ("已于8月底完成3座泵站的改造，现已通水。", "2025-08-31"),
    ("已于9月中旬修订《财务报销办法》。", "2025-09-20"),
    ("县医保局于2025年7月15日印发经办规程，堵塞漏洞。", "2025-07-15"),
    ("10月完成雨污分流改造工程验收。", "2025-10"),
    ("2025年6月底前已全部完成整改。", "2025-06-30"),
    ("2025年9月，该批问题资金已全部追缴到位。", "2025-09"),
    ("多收的检测费已于7月20日退还企业。", "2025-07-20"),
    # still to come
    ("目前正在施工，计划12月底完工。", "2025-12-31"),
    ("项目原定9月建成，因征地受阻延期至12月底前建成。", "2025-12-31"),
    ("主体工程已封顶，预计2026年3月竣工。", "2026-03"),
    ("剩余12户力争年底前全部清零。", "2025-12-31"),
    ("立行立改并长期坚持。", "recurring:ongoing"),
    ("建立廉政提醒机制，每季度开展一次谈话。", "recurring:quarterly"),
    ("坚持每周调度、每月通报。", "recurring:weekly"),
    ("每月对河道断面开展水质监测。", "recurring:monthly"),
    # narrated
    ("8月6日，组织局属单位召开整改推进会。", None),
    ("8月12日前往云桥镇现场调研。", None),
    ("9月到邻省考察学习智慧停车经验。", None),
    ("6-10月份开展入户走访30余次。", None),
    ("9月份举办执法业务培训3期。", None),
    ("7月启动编制《产业地图》，为招商提供参考。", None),
    ("9月3日，三处隐患点恢复供电服务。", None),
    ("截至10月底，共排查企业420家。", None),
    ("今年以来，新增规上企业15家。", None),
    ("2024年实现21家企业升规，总量居全市前列。", None),
    ("2024年全县新增高新技术企业9家。", None),
    ("2025年底召开述职评议会。", None),
    ("年内已组织专题学习4次。", None),
    ("对2024年审计指出的问题逐项核查。", None),
    ("两个项目未按计划年内开工。", None),
    ("纳入2025年理论学习计划，6月至9月组织集中学习5次。", None),
    ("持续推进河湖长制落地见效。", None),
    ("做好常态化监管工作。", None),
    ("开展年度内控评价，出具评价报告。", None),
    ("将党建调研纳入2025年度工作计划。", None),
    ("每年增长10%的目标得到落实。", None),
    ("组织开展“每月一课”活动。", None),
]


@pytest.mark.parametrize(("text", "value"), ORDERS)
def test_the_deadline_of_an_order(text: str, value: str | None) -> None:
    due = ordered(text)

    assert (due.value if due else None) == value


@pytest.mark.parametrize(("text", "value"), REPORTS)
def test_the_deadline_in_a_report(text: str, value: str | None) -> None:
    due = told(text)

    assert (due.value if due else None) == value


def test_a_goal_for_the_running_year_is_due_at_its_end_until_the_year_is_nearly_over() -> None:
    text = "2025年实现乡镇快递站点全覆盖，目前覆盖率达到90%。"

    early = find_due(text, base=date(2025, 9, 20), year=2025, reported=True)
    late = find_due(text, base=date(2025, 12, 20), year=2025, reported=True)

    assert (early.value if early else None) == "2025-12-31"
    assert late is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("春节前全部兑付农民工工资。", "春节前"),
        ("应在收到申请后20个工作日内作出答复。", "收到申请后20个工作日内"),
        ("汛期来临前完成水库除险加固。", "汛期来临前"),
    ],
)
def test_what_cannot_be_computed_keeps_its_words(text: str, words: str) -> None:
    due = ordered(text)

    assert due is not None
    assert (due.value, due.text, due.on) == (None, words, None)


def test_without_a_year_the_words_are_kept() -> None:
    due = find_due("10月底前完成整改。", base=None, year=None, reported=False)

    assert due is not None
    assert (due.value, due.text) == (None, "10月底前")


def test_the_span_points_into_the_document() -> None:
    text = "区水务局牵头，10月底前完成。"

    due = find_due(text, base=ORDERED_ON, year=2025, reported=False, offset=200)

    assert due is not None
    assert due.span == (207, 212)
    assert text[due.span[0] - 200 : due.span[1] - 200] == due.text == "10月底前"


def test_the_day_for_the_ledger_is_the_last_of_the_month() -> None:
    due = ordered("2026年2月完成验收。")

    assert due is not None
    assert (due.value, due.on) == ("2026-02", date(2026, 2, 28))


def test_a_january_deadline_ordered_in_december_falls_in_the_next_year() -> None:
    december = date(2025, 12, 20)

    rolled = find_due("各单位1月10日前报送总结。", base=december, year=2025, reported=False)
    stated = find_due("各单位应于2025年1月10日前报送。", base=december, year=2025, reported=False)
    told_back = find_due("1月10日前完成了整改。", base=december, year=2025, reported=True)

    assert [due.value if due else None for due in (rolled, stated, told_back)] == [
        "2026-01-10",
        "2025-01-10",
        "2025-01-10",
    ]


FIELDS = [
    ("2024年6月", "2024-06"),
    ("6月30日前", "2025-06-30"),
    ("2025.6.30", "2025-06-30"),
    ("2025/6/30", "2025-06-30"),
    ("2025-06-30 00:00:00", "2025-06-30"),
    ("20250630", "2025-06-30"),
    ("2025年", "2025-12-31"),
    ("2025.3-2025.9", "2025-09"),
    ("6月-9月", "2025-09"),
    ("长期坚持", "recurring:ongoing"),
    ("持续推进", "recurring:ongoing"),
    ("长期", "recurring:ongoing"),
    ("常态化", "recurring:ongoing"),
    ("立行立改，长期坚持", "recurring:ongoing"),
    ("6月底前完成，并长期坚持", "2025-06-30"),
    ("每季度", "recurring:quarterly"),
    ("原定6月30日，延期至9月30日", "2025-09-30"),
    ("一个月内", "2025-07-11"),
    ("立行立改", None),
    ("已完成", None),
    ("汛期前", None),
]


@pytest.mark.parametrize(("text", "value"), FIELDS)
def test_a_field_for_the_deadline_takes_any_time_and_keeps_other_words(text: str, value: str | None) -> None:
    due = read_due_field(text, base=ORDERED_ON, year=2025)

    assert due is not None
    assert due.value == value
    assert due.text in text


@pytest.mark.parametrize("text", ["", " ", "—", "/", "无", "\n"])
def test_an_empty_field_has_no_deadline(text: str) -> None:
    assert read_due_field(text, base=ORDERED_ON, year=2025) is None


def test_words_that_are_no_time_are_quoted_whole_with_their_place() -> None:
    assert read_due_field(" 已完成 ", base=None, year=None, offset=10) == Due(None, "已完成", None, (11, 14))


PIECES = st.sampled_from(
    [
        "6月底前",
        "已于",
        "完成",
        "2025年",
        "召开会议",
        "，",
        "。",
        "（",
        "）",
        "每月",
        "长期坚持",
        "截至",
        "时限：",
        "的",
        "了",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join), st.booleans(), st.none() | st.just(ORDERED_ON))
def test_whatever_is_claimed_stands_in_the_text(text: str, reported: bool, base: date | None) -> None:  # noqa: FBT001
    due = find_due(text, base=base, year=None, reported=reported, offset=5)

    assert due is None or text[due.span[0] - 5 : due.span[1] - 5] == due.text
