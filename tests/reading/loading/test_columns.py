"""Heads of ledgers and task tables as offices write them."""

import pytest

from guatu.reading.loading.columns import ColumnRole, column_role

HEADS: dict[ColumnRole, str] = {
    "number": "序号 编号 问题序号 任务编号 序 No. 项号",
    "category": "类别 问题类型 问题分类 任务类别 所属领域 板块 方面 问题性质",
    "problem": """问题 存在问题 存在的问题 问题描述 问题表现 反馈问题 具体问题 主要问题 问题清单 整改问题
        反馈意见 安全隐患""",
    "task": """任务 重点任务 工作任务 任务内容 工作内容 事项 督查事项 议定事项 项目名称 重点工作
        主要工作内容 目标任务 整改任务""",
    "goal": "目标 工作目标 整改目标 年度目标 预期成果目标 预期目标 整改标准",
    "measure": """整改措施 措施 工作措施 具体举措 推进措施 工作举措 整改要求 整改措施及要求 具体整改措施
        问题整改措施""",
    "lead_unit": """牵头单位 牵头部门 主办单位 牵头责任单位 主责单位 市级牵头单位 牵头科室
        牵头单位和配合单位 牵头""",
    "responsible_unit": """责任单位 责任部门 责任主体 责任科室 承办单位 整改责任单位 实施单位 落实单位
        属地责任单位 单位 责任单位及责任人 责任单位(人) 整改主体 责任分工""",
    "cooperating_unit": "配合单位 协办单位 会办单位 会办 协同部门 参与单位 配合部门 协助单位",
    "supervising_unit": "督导单位 督办部门 监督单位 验收单位 督查督办部门 行业监管部门 督导责任单位",
    "lead_leader": "牵头领导 责任领导 分管领导 县级责任领导 牵头县领导 主管领导 领办领导 市级领导 牵头负责人",
    "sponsor_leader": "包案领导 包保领导 包案县领导 挂点领导 包联领导 挂钩联系领导 县级包保领导 联系县领导",
    "responsible_person": "责任人 负责人 经办人 承办人 具体责任人 第一责任人 联络员 联系人 主要负责人",
    "due": """整改时限 完成时限 办结时限 完成时间 整改期限 截止日期 时限要求 完成日期 计划完成时间 时间节点
        整改完成时限 办结时间 时间要求 进度安排 问题整改时限""",
    "started": "开始时间 启动时间 交办时间 交办日期 起始时间",
    "completed": "实际完成时间 销号时间 销号日期 实际办结日期",
    "status": "是否完成 是否销号 整改状态 完成状态 办理状态 销号情况 办结情况 是否办结 已完成",
    "progress": """完成情况 整改情况 进展情况 落实情况 工作进展 整改进展 办理情况 目前进展 整改完成情况
        问题整改情况 进展 整改成效 形象进度 办理结果""",
    "metric": "指标 考核指标 目标值 量化指标 任务量 计划数",
    "evidence": "佐证材料 证明材料 附件 整改资料 销号材料 印证资料",
    "remark": "备注 说明 未完成原因 备注说明",
}
CASES = [(head, role) for role, heads in HEADS.items() for head in heads.split()]


@pytest.mark.parametrize(("head", "role"), CASES)
def test_a_head_tells_what_its_column_holds(head: str, role: ColumnRole) -> None:
    assert column_role(head) == role


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("责 任\n单 位", "responsible_unit"),
        ("整改时限（年月）", "due"),
        ("牵 头 领 导：", "lead_leader"),
        ("（备注）", "remark"),
        ("＊完成时限", "due"),
        ("是否完成(√)", "status"),
        ("ＮＯ．", "number"),
    ],
)
def test_blanks_marks_and_parentheses_do_not_change_a_head(head: str, role: ColumnRole) -> None:
    assert column_role(head) == role


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("整改情况/是否销号", "status"),
        ("责任单位/牵头", "lead_unit"),
        ("责任落实/责任人", "responsible_person"),
        ("包案领导/姓名", "sponsor_leader"),
        ("整改完成/时间", "due"),
        ("责任单位/责任人", "responsible_unit"),
        ("责任分工/市级/牵头单位", "lead_unit"),
        ("整改时限/起", "started"),
    ],
)
def test_of_a_head_in_two_rows_the_lower_decides_unless_it_tells_nothing(head: str, role: ColumnRole) -> None:
    assert column_role(head) == role


@pytest.mark.parametrize(
    "head",
    [
        "",
        "  ",
        "联系电话",
        "责任人签字",
        "计量单位",
        "问题来源",
        "云桥县",
        "2026",
        "甲",
        "针对排查整治工作中发现的突出问题，逐项制定整改措施并明确责任单位和完成时限",
    ],
)
def test_a_head_that_tells_nothing_is_left_open(head: str) -> None:
    assert column_role(head) is None
