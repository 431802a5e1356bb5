"""What a column may hold, in the words of the page on which people correct it."""

from collections.abc import Mapping
from typing import Final

ROLES: Final[Mapping[str, str]] = {
    "number": "编号、序号",
    "problem": "问题",
    "task": "任务、事项",
    "category": "分类",
    "goal": "目标",
    "measure": "措施",
    "lead_unit": "牵头单位",
    "responsible_unit": "责任单位",
    "cooperating_unit": "配合单位",
    "supervising_unit": "督导单位",
    "lead_leader": "牵头领导",
    "sponsor_leader": "包保领导",
    "responsible_person": "责任人（不导入）",
    "due": "办结时限",
    "started": "开始时间（不导入）",
    "completed": "完成日期",
    "status": "状态",
    "progress": "进展、进度",
    "metric": "指标（不导入）",
    "evidence": "佐证材料（不导入）",
    "remark": "备注",
}
"""Role of a column → its name; a column without a role is left out."""
