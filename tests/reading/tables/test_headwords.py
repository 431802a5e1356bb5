"""Heads of offices' own ledgers, and what each column holds."""

import pytest

from guatu.reading.loading.columns import ColumnRole
from guatu.reading.tables.headwords import head_role

HEADS: dict[ColumnRole | None, str] = {
    "number": "序号 编号 工单号 提案编号 登记号 问题序号",
    "category": "隐患等级 隐患部位 会议名称 问题来源 所属乡镇 任务类别",
    "problem": "反馈问题 交办问题基本情况 问题摘要 诉求内容 反映内容 督查发现情况 点位及问题",
    "task": "工作任务 建议标题 案由 议定事项 批示内容 来文标题 督查事项",
    "goal": "整改目标 2026年形象进度目标 完成标准 里程碑",
    "measure": "整改措施 整改措施及成效 化解方案 整改建议 需协调解决措施 建设内容",
    "lead_unit": "牵头单位 主办 县级牵头单位 牵头单位、责任单位 责任单位/牵头",
    "responsible_unit": "责任单位 承办部门 被督查单位 处置单位 建设单位 责任单位及责任人",
    "cooperating_unit": "配合单位 会办 责任分工/配合",
    "supervising_unit": "督导单位 督导组 包保单位 监管单位",
    "due": "起止时间 整改时限 限办日期 要求报结时间 要求回复日期 延期后时限 时间进度 时间安排/完成时间",
    "completed": "实际完成时间 销号时间 实际回复日期",
    "started": "交办日期 来电时间 批示日期 会议时间",
    "status": "是否完成 是否报结 办理状态 亮灯情况 整改情况/是否销号",
    "progress": "整改进展 整改率 进度(%) 问题整改情况 投资完成率 进展情况/完成比例 完成情况/一季度",
    "remark": "备注 滞后原因 需协调事项 下一步打算 存在困难和问题",
    None: "满意度 总投资 总投资/已完成 领衔代表 交办单位 批示领导 联系电话 是否重大隐患 是否逾期 问题金额",
}
CASES = [(head, role) for role, heads in HEADS.items() for head in heads.split()]


@pytest.mark.parametrize(("head", "role"), CASES)
def test_a_head_tells_what_its_column_holds(head: str, role: ColumnRole | None) -> None:
    assert head_role(head).role == role


@pytest.mark.parametrize(
    ("surer", "other"),
    [
        ("整改时限", "完成时间"),
        ("延期后时限", "整改时限"),
        ("责任单位", "建设单位"),
        ("存在问题", "需协调解决的问题"),
        ("完成情况", "核查情况"),
        ("是否完成", "亮灯"),
        ("序号", "问题编号"),
        ("整改措施", "下一步措施"),
    ],
)
def test_of_two_heads_one_is_surer(surer: str, other: str) -> None:
    assert head_role(surer).weight > head_role(other).weight
