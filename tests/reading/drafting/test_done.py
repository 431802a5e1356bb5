"""True is the whole finished, False not yet, None nothing said or only a part; each decided by hand."""

import pytest

from guatu.reading.draft import Kind
from guatu.reading.drafting.done import is_done

REPORTS = [
    # finished as a whole
    ("协调施工单位连夜抢修，目前12处塌陷路面已全部修复完成。", True),
    ("逐户核查申领材料，多发的补贴36.2万元已全部追缴到位。", True),
    ("梳理出的26个问题均已整改到位。", True),
    ("已于9月底完成两座闸站改造，设备已投入使用。", True),
    ("已于5月中旬修订《公务用车管理办法》，并印发各科室执行。", True),
    ("印发了《云桥县物业服务监管办法》，明确镇街职责；督促物业公司公开收支。", True),
    ("出台了《临江区招商项目评审办法》，规范评审流程。", True),
    ("智慧停车平台已建成并上线运行。", True),
    ("涉及的8个村均已完成账目公开。", True),
    ("该案已办结，当事人表示满意。", True),
    ("欠缴的水费已缴清。", True),
    ("问题整改完成率达到100%。", True),
    ("防汛物资已采购完毕，专项经费拨付到位，仓库配备到位。", True),
    ("前期因征地未能开工，现已建成通车。", True),
    ("拆除违建3处，场地已移交街道管理。", True),
    ("针对部分小区门禁失修问题，责任单位已全部整改到位。", True),
    # not finished
    ("因资金缺口，北坡泵站尚未开工。", False),
    ("已完成立项和可研批复，正在开展初步设计。", False),
    ("目前项目正在有序推进中。", False),
    ("养老服务中心主体施工中，预计2026年3月竣工。", False),
    ("受管线迁改影响，工期延期至12月底。", False),
    ("整改工作逾期未完成，已通报批评。", False),
    ("计划于年底前完成平台验收。", False),
    ("招标工作仍在进行。", False),
    ("欠薪未全部兑付到位。", False),
    ("新址站点正在建设。", False),
    ("规范性文件清理进展缓慢。", False),
    # partly, or nothing said
    ("21处隐患已完成整改18处，其余3处正在整改。", None),
    ("已完成改造12公里，剩余5公里正在施工。", None),
    ("雨污分流改造已基本完成。", None),
    ("管网普查已完成85%。", None),
    ("加强政策学习，提升业务能力。", None),
    ("8月6日召开整改推进会，明确责任分工。", None),
    ("制定《谈心谈话制度》，开展谈话29人次。", None),
    ("印发《工作提示》，要求各单位举一反三。", None),
    ("建立台账，确保问题全部整改到位。", None),
    ("推动各镇街将排查任务全面完成。", None),
    ("对已完成整改的事项开展回头看。", None),
    ("督促尚未完成备案的企业抓紧办理。", None),
    ("纳入正在编制的国土空间规划。", None),
    ("梳理计划新开工的重点项目。", None),
    ("63个问题已完成整改58个，完成率92.1%。", None),
    ("学员们正在练习操作工业机器人。", None),
    ("整改时限：9月底。完成情况：已完成。抽查合格率达到97%。", True),
    ("完成情况：正在推进。两台设备已安装到位。", False),
    ("已完成问卷设计。后续组织入户走访，听取意见。", None),
    ("未发现新增问题。", None),
    ("全覆盖率已达80%以上。", None),
    ("将整改方案报市委巡察办。", None),
    ("整改情况：已完成整改。现已建立台账，配备人员3名。", True),
    ("整改情况：正在推进。已完成管网改造。", False),
]


@pytest.mark.parametrize(("text", "expected"), REPORTS)
def test_what_a_report_says_of_a_measure(text: str, expected: bool | None) -> None:  # noqa: FBT001
    assert is_done(text, kind="rectification_report") is expected


@pytest.mark.parametrize(
    "kind", ["speech", "task_plan", "minutes", "rectification_plan", "bulletin", "policy"]
)
@pytest.mark.parametrize(
    "text",
    [
        "各镇街要在10月底前全部完成排查整改。",
        "确保年底前项目建成投用。",
        "尚未完成任务的单位要倒排工期，加快推进。",
        "对正在建设的项目，要加强调度。",
        "由区水务局牵头，全面完成河道清淤。",
        "印发了《实施方案》，请认真落实。",
    ],
)
def test_an_order_says_nothing_of_being_done(text: str, kind: Kind) -> None:
    assert is_done(text, kind=kind) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会议通报，一期工程已全部完成。", True),
        ("云桥镇污水处理站提标改造尚未完成。", False),
    ],
)
def test_a_plain_report_within_minutes_or_a_bulletin_counts(text: str, expected: bool) -> None:  # noqa: FBT001
    assert is_done(text, kind="minutes") is expected
    assert is_done(text, kind="bulletin") is expected


STATUSES = [
    ("已完成", True),
    ("完成", True),
    ("整改到位", True),
    ("已销号", True),
    ("已办结", True),
    ("按期完成", True),
    ("√", True),
    ("是", True),
    ("已完成并长期坚持", True),
    ("已完成，持续推进", True),
    ("原未完成，现已完成", True),
    ("100%完成", True),
    ("未完成", False),
    ("正在推进", False),
    ("推进中", False),
    ("整改中", False),
    ("逾期未完成", False),
    ("未能按时完成", False),
    ("未启动", False),
    ("长期坚持", False),
    ("持续推进", False),
    ("计划12月底完成", False),
    ("已完成立项，正在施工", False),
    ("达到序时进度", False),
    ("基本完成", None),
    ("部分完成", None),
    ("已完成。32家单位全部完成评估，抽查合格率97%。", True),
    ("正在推进。设备已安装到位，矿山已修复860亩。", False),
    ("已完成选址65部", None),
    ("均已开工", None),
    ("完成60%", None),
]


@pytest.mark.parametrize(("status", "expected"), STATUSES)
def test_a_status_cell_decides(status: str, expected: bool | None) -> None:  # noqa: FBT001
    assert is_done("建设社区食堂3个。", kind="task_plan", status=status) is expected


def test_the_status_wins_over_the_text() -> None:
    assert is_done("查出的问题均已整改到位。", kind="rectification_report", status="整改中") is False


@pytest.mark.parametrize("status", [None, "", "见附件", "无"])
def test_a_status_that_says_nothing_leaves_it_to_the_text(status: str | None) -> None:
    assert is_done("查出的问题均已整改到位。", kind="rectification_report", status=status) is True
