"""What each column was taken for, and the evidence: the words of its head, the look of its cells."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

from guatu.reading.loading.columns import ColumnRole, column_role
from guatu.reading.tables.shapes import Column

_SAMPLES = 3
_LONGEST_SAMPLE = 40
_LOOKED_AT = 60
_SURE, _UNSURE = 0.95, 0.6
_UNITS = re.compile(
    r"(?:局|委|办|厅|院|会|府|镇|乡|街道|中心|公司|集团|园区|开发区|社区|学校|部|镇街)(?:[（(].*[）)])?(?:[、，,；;\s（(]|$)"
)
_DAYS = re.compile(r"\d{4}[-./年]\d{1,2}|\d{1,2}月|年底|季度|长期|立行立改|持续")
_SHARES = re.compile(r"\d+(?:\.\d+)?%|^[01](?:\.\d+)?$|已?完成|推进|未启动")
_LOOKS: dict[ColumnRole, tuple[re.Pattern[str], str]] = {
    "lead_unit": (_UNITS, "单位名称"),
    "responsible_unit": (_UNITS, "单位名称"),
    "cooperating_unit": (_UNITS, "单位名称"),
    "due": (_DAYS, "日期或时限"),
    "progress": (_SHARES, "进度或办理情况"),
    "status": (_SHARES, "办理状态"),
}
ROLE_WORDS: dict[ColumnRole, str] = {
    "number": "序号",
    "category": "类别",
    "problem": "问题",
    "task": "任务或事项",
    "goal": "目标",
    "measure": "措施",
    "lead_unit": "牵头单位",
    "responsible_unit": "责任单位",
    "cooperating_unit": "配合单位",
    "supervising_unit": "督导单位",
    "lead_leader": "牵头领导",
    "sponsor_leader": "包保领导",
    "responsible_person": "责任人",
    "due": "时限",
    "started": "开始时间",
    "completed": "实际完成时间",
    "status": "状态",
    "progress": "进展",
    "metric": "指标",
    "evidence": "佐证材料",
    "remark": "备注",
}


def guess_columns(
    heads: Mapping[int, str],
    cells: Mapping[int, Sequence[str]],
    *,
    hidden: frozenset[int],
    said: Mapping[int, ColumnRole | None] | None = None,
) -> tuple[Column, ...]:
    """Each column with its role; `said` is what a person decided, and wins."""
    guessed = {index: column_role(head) for index, head in heads.items()}
    roles = _settled(guessed, hidden)
    return tuple(
        _column(index, head, roles[index], cells.get(index, ()), index in hidden, said or {})
        for index, head in sorted(heads.items())
    )


def layout_key(heads: Mapping[int, str]) -> str:
    """The same for the same heads in the same order, whatever blanks and marks they carry."""
    words = "|".join(re.sub(r"[\s　（）()：:*]", "", head) for _, head in sorted(heads.items()))
    return sha256(words.encode()).hexdigest()[:16] if words else ""


def _settled(roles: dict[int, ColumnRole | None], hidden: frozenset[int]) -> dict[int, ColumnRole | None]:
    """Of two columns of tasks the left names the item or, beside a column of measures, its category."""
    tasks = [c for c, role in sorted(roles.items()) if role in ("task", "problem") and c not in hidden]
    if len(tasks) < 2:
        return roles
    names = {roles[c] for c in tasks}
    if "measure" in roles.values():
        if names == {"task", "problem"}:
            return roles
        return roles | {tasks[0]: "category"}
    if names == {"task", "problem"}:
        return roles | {next(c for c in tasks if roles[c] == "task"): "measure"}
    return roles | {tasks[-1]: "measure"}


def _column(
    index: int,
    head: str,
    role: ColumnRole | None,
    cells: Sequence[str],
    is_hidden: bool,  # noqa: FBT001 - one of the facts of a column
    said: Mapping[int, ColumnRole | None],
) -> Column:
    filled = [cell for cell in cells[:_LOOKED_AT] if cell]
    samples = tuple(dict.fromkeys(cell.replace("\n", " ")[:_LONGEST_SAMPLE] for cell in filled))[:_SAMPLES]
    if index in said:
        return Column(
            index=index,
            head=head,
            role=said[index],
            confidence=1.0,
            reasons=("由人指定",),
            samples=samples,
            is_hidden=is_hidden,
        )
    confidence, reasons = _evidence(head, role, filled)
    return Column(
        index=index,
        head=head,
        role=role,
        confidence=confidence,
        reasons=reasons,
        samples=samples,
        is_hidden=is_hidden,
    )


def _evidence(head: str, role: ColumnRole | None, filled: Sequence[str]) -> tuple[float, tuple[str, ...]]:
    if role is None:
        return 0.0, (f"表头“{head}”不是台账要用的列",)
    reasons = [f"表头写“{head}”，按{ROLE_WORDS[role]}读"]
    confidence = _SURE
    if role in _LOOKS and filled:
        pattern, looks = _LOOKS[role]
        fitting = sum(bool(pattern.search(cell)) for cell in filled)
        reasons.append(f"看了{len(filled)}格，{fitting}格像{looks}")
        if fitting * 2 < len(filled):
            confidence = _UNSURE
    return confidence, tuple(reasons)
