"""What each column was taken for, and the evidence: the words of its head, the look of its cells."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from guatu.reading.loading.columns import ColumnRole
from guatu.reading.tables.headwords import COMMON, STRONG, WEAK, head_role
from guatu.reading.tables.shapes import Column

REASON = "退回原因"
"""The head of the column in which a sheet that was given back says why."""
_SAMPLES = 3
_LONGEST_SAMPLE = 40
_MOST_LOOKED_AT = 200
_UNITS = re.compile(
    r"(?:局|委|办|厅|院|会|府|镇|乡|街道|中心|公司|集团|园区|开发区|社区|学校|部|镇街|大队|站|所|处)"
    r"(?:[（(].*[）)])?(?:牵头|配合|负责)?(?:[、，,；;\s（(]|$)"
)
_DAYS = re.compile(r"\d{4}[-./年]\d{1,2}|\d{1,2}月|\d{8}|\d{5}|\d\.\d|年底|季度|长期|立行立改|持续|即时|每")
_STANDINGS = re.compile(r"\d+(?:\.\d+)?%|^\d+(?:\.\d+)?$|[√×是否]|完成|推进|启动|办|成|进行|灯|销号|正|已|未")
_LOOKS: dict[ColumnRole, tuple[re.Pattern[str], str]] = {
    "lead_unit": (_UNITS, "单位名称"),
    "responsible_unit": (_UNITS, "单位名称"),
    "cooperating_unit": (_UNITS, "单位名称"),
    "due": (_DAYS, "日期或时限"),
    "progress": (_STANDINGS, "进度或办理情况"),
    "status": (_STANDINGS, "办理状态"),
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
    "started": "开始等其他时间",
    "completed": "实际完成时间",
    "status": "状态",
    "progress": "进展",
    "metric": "指标",
    "evidence": "佐证材料",
    "remark": "备注",
}
_ONE_ONLY: tuple[ColumnRole, ...] = ("number", "measure", "category", "goal", "completed", "remark")
"""Roles of which the surest column alone is read."""
_TOLD_OF_MATTERS: tuple[ColumnRole, ...] = ("due", "progress", "status")
_CONTENT = re.compile("内容|描述|表现|具体|详情|诉求$")
_PROPOSAL = re.compile("建议|提案")
_FINISHED_DAY = re.compile(r"(?:完成|办结|整改|竣工|解决)(?:时间|日期)$")
_PACE = re.compile("进度.{0,2}(?:安排|要求|计划)|时间进度")
_ORDINAL = re.compile(r"^[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]?[、.．]?$")
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(slots=True)
class _Guess:
    """A column on the way to its role."""

    index: int
    head: str
    cells: Sequence[str]
    is_hidden: bool
    role: ColumnRole | None
    weight: int
    why: str = ""

    @property
    def filled(self) -> int:
        return sum(map(bool, self.cells))

    @property
    def different(self) -> int:
        return len({cell for cell in self.cells if cell})

    def becomes(self, role: ColumnRole | None, why: str) -> None:
        """Take another role, for a reason."""
        self.role, self.why = role, why

    def fits(self, pattern: re.Pattern[str]) -> float:
        """The share of its filled cells that look like something."""
        told = [cell for cell in self.cells if cell]
        return sum(bool(pattern.search(cell)) for cell in told) / len(told) if told else 0.0


def guess_columns(
    heads: Mapping[int, str],
    cells: Mapping[int, Sequence[str]],
    *,
    hidden: frozenset[int],
    said: Mapping[int, ColumnRole | None] | None = None,
) -> tuple[Column, ...]:
    """Each column with its role; `said` is what a person decided, and wins.

    `cells` are the texts below each head, row by row, merges filled.
    """
    guesses = [
        _Guess(index, head, cells.get(index, ())[:_MOST_LOOKED_AT], index in hidden, *head_role(head))
        for index, head in sorted(heads.items())
    ]
    _settle(guesses)
    for guess in guesses:
        if said and guess.index in said:
            _obey(guesses, guess, said[guess.index])
    return tuple(_column(guess, is_said=bool(said) and guess.index in (said or {})) for guess in guesses)


def layout_key(heads: Mapping[int, str]) -> str:
    """The same for the same heads in the same order, whatever blanks and marks they carry."""
    kept = (head for _, head in sorted(heads.items()) if head and head != REASON)
    words = "|".join(re.sub(r"[\s　（）()：:*]", "", head) for head in kept)
    return sha256(words.encode()).hexdigest()[:16] if words else ""


def _settle(guesses: list[_Guess]) -> None:
    shown = [guess for guess in guesses if not guess.is_hidden]
    for guess in guesses:
        if guess.is_hidden and any(one.role == guess.role for one in shown):
            guess.weight = 0
    _settle_subjects(shown if any(guess.role in ("problem", "task") for guess in shown) else guesses)
    _settle_sides(shown)
    _settle_days(guesses)
    _settle_units(guesses)
    _find_missing(guesses)
    for role in _ONE_ONLY:
        _keep_surest(guesses, role)


def _keep_surest(guesses: list[_Guess], role: ColumnRole) -> None:
    alike = [guess for guess in guesses if guess.role == role]
    if len(alike) < 2:
        return
    best = max(alike, key=lambda guess: (not guess.is_hidden, guess.weight, guess.filled > 0, -guess.index))
    for guess in alike:
        if guess is not best and not guess.is_hidden:
            guess.becomes(None, f"“{best.head}”一列更像{ROLE_WORDS[role]}")


def _settle_subjects(guesses: list[_Guess]) -> None:
    """Which column holds the problem: of 任务 and 问题, of two tasks, of a heading and its details."""
    for guess in guesses:
        if guess.role == "problem" and guess.weight < WEAK and _others(guesses, guess):
            guess.becomes("remark", "另有一列写问题或任务")
    problems = [guess for guess in guesses if guess.role == "problem"]
    tasks = [guess for guess in guesses if guess.role == "task"]
    if problems and tasks:
        _between_problem_and_task(guesses, problems[0], tasks[0])
    alike = [guess for guess in guesses if guess.role in ("problem", "task")]
    if len(alike) > 1:
        _between_alike(guesses, alike)


def _settle_sides(guesses: list[_Guess]) -> None:
    """What is told of a matter stands behind it: 完成比例 before 存在问题 is the project's."""
    subject = next((one for one in guesses if one.role == "problem"), None)
    if subject is None:
        return
    for role in _TOLD_OF_MATTERS:
        behind = [one for one in guesses if one.role == role and one.index > subject.index]
        is_sure = any(one.weight >= COMMON for one in behind)
        for one in guesses:
            if one.role == role and one.index < subject.index and is_sure:
                one.becomes(None, f"“{behind[0].head}”一列写在“{subject.head}”之后，更像是它的")


def _others(guesses: list[_Guess], guess: _Guess) -> bool:
    return any(one is not guess and one.role in ("problem", "task", "measure") for one in guesses)


def _between_problem_and_task(guesses: list[_Guess], problem: _Guess, task: _Guess) -> None:
    between = {one.role for one in guesses if task.index < one.index < problem.index}
    is_met = any(one.role == "measure" and one.index > problem.index for one in guesses)
    is_late = bool(between & {"due", "progress", "status", "responsible_unit", "lead_unit"})
    is_rare = problem.filled * 2 < task.filled
    is_obstacle = task.index < problem.index and not is_met and (is_late or is_rare)
    has_measure = any(one.role == "measure" for one in guesses)
    if is_obstacle:
        problem.becomes("remark", f"事项写在“{task.head}”一列，这一列写的是推进中的困难")
    elif task.index < problem.index:
        task.becomes("category", f"问题写在“{problem.head}”一列")
    else:
        task.becomes("goal" if has_measure else "measure", f"问题写在“{problem.head}”一列")


def _between_alike(guesses: list[_Guess], alike: list[_Guess]) -> None:
    left, right = alike[0], alike[1]
    if _PROPOSAL.search(left.head) and _PROPOSAL.search(right.head):
        right.becomes(None, f"事项写在“{left.head}”一列")
    elif (
        left.role == right.role == "problem"
        and _CONTENT.search(right.head)
        and left.different >= right.different
    ):
        left.becomes("category", f"“{right.head}”一列写得更具体")
    elif any(one.role == "measure" and one.weight >= COMMON for one in guesses):
        general = left.different < right.different
        loser, winner = (left, right) if general else (right, left)
        loser.becomes("category", f"“{winner.head}”一列写得更具体")
    elif left.role == "problem":
        right.becomes("category", f"问题写在“{left.head}”一列")
    else:
        right.becomes("measure", f"事项写在“{left.head}”一列，这一列写怎样去办")
    for one in alike[2:]:
        one.becomes(None, f"事项写在“{left.head}”一列")


def _settle_days(guesses: list[_Guess]) -> None:
    """Beside a time limit, 完成时间 is when it was done, and 反馈时间 something else."""
    for one in guesses:
        if one.role == "due" and _PACE.search(one.head) and one.filled and one.fits(_DAYS) <= 0.5:
            one.becomes("goal", "格内写的不是时间，是进度要求")
    limits = [one for one in guesses if one.role == "due" and not one.is_hidden]
    surest = max((one.weight for one in limits), default=0)
    for one in limits:
        if one.weight < surest and one.weight <= COMMON:
            is_end = bool(_FINISHED_DAY.search(one.head))
            one.becomes("completed" if is_end else "started", "另有一列写时限")


def _settle_units(guesses: list[_Guess]) -> None:
    """建设单位 or 企业名称 answers only where no column says 责任单位 or 牵头单位."""
    named = [one for one in guesses if one.role in ("lead_unit", "responsible_unit") and one.weight >= COMMON]
    for one in guesses:
        if one.role == "responsible_unit" and 0 < one.weight < COMMON and named and one not in named:
            one.becomes(None, f"责任单位写在“{named[0].head}”一列")


def _find_missing(guesses: list[_Guess]) -> None:
    """Where no head tells, the look of the cells does."""
    free = [
        one for one in guesses if one.role is None and one.weight == 0 and one.filled and not one.is_hidden
    ]
    has = {one.role for one in guesses}
    if "number" not in has:
        for one in free:
            if one.fits(_ORDINAL) >= 0.8 and one.different > 1:
                one.becomes("number", "格内是依次的编号")
                break
    if not has & {"lead_unit", "responsible_unit"}:
        people = [one for one in guesses if one.role == "responsible_person"]
        for one in [*free, *people]:
            if one.fits(_UNITS) >= 0.6 and sum(map(len, one.cells)) < 30 * one.filled:
                one.becomes("responsible_unit", "格内多是单位名称")
                return _find_subject(free, has)
    return _find_subject(free, has)


def _find_subject(free: list[_Guess], has: set[ColumnRole | None]) -> None:
    if has & {"problem", "task", "measure", "goal"} or not has & {"due", "responsible_unit", "lead_unit"}:
        return
    told = [one for one in free if one.role is None and one.fits(_HAN) > 0.8]
    longest = max(told, key=lambda one: sum(map(len, one.cells)) / one.filled, default=None)
    if longest is not None:
        longest.becomes("task", "格内文字最长，像是事项")


def _obey(guesses: list[_Guess], guess: _Guess, role: ColumnRole | None) -> None:
    """A person's word; where a role has one column only, the guess for it gives way."""
    for one in guesses:
        is_rival = one.role == role or {one.role, role} == {"problem", "task"}
        if one is not guess and is_rival and role in (*_ONE_ONLY, "problem", "task") and one.why != _SAID:
            one.becomes(None, f"已指定“{guess.head}”一列为{ROLE_WORDS[role]}")
    guess.becomes(role, _SAID)


_SAID = "由人指定"


def _column(guess: _Guess, *, is_said: bool) -> Column:
    filled = [cell for cell in guess.cells if cell]
    samples = tuple(dict.fromkeys(cell.replace("\n", " ")[:_LONGEST_SAMPLE] for cell in filled))[:_SAMPLES]
    confidence, reasons = (1.0, (_SAID,)) if is_said else _evidence(guess, filled)
    return Column(
        index=guess.index,
        head=guess.head,
        role=guess.role,
        confidence=confidence,
        reasons=reasons,
        samples=samples,
        is_hidden=guess.is_hidden,
    )


def _evidence(guess: _Guess, filled: Sequence[str]) -> tuple[float, tuple[str, ...]]:
    if guess.role is None:
        nothing = f"表头“{guess.head}”不是台账要用的列" if guess.head else "没有表头，没有读取"
        return 0.0, (guess.why or nothing,)
    reasons = [guess.why or f"表头写“{guess.head}”，按{ROLE_WORDS[guess.role]}读"]
    confidence = {0: 0.5, 1: 0.5, WEAK: 0.6, WEAK + 1: 0.7, COMMON: 0.9}.get(guess.weight, 0.95)
    if guess.role in _LOOKS and filled:
        pattern, looks = _LOOKS[guess.role]
        fitting = sum(bool(pattern.search(cell)) for cell in filled)
        reasons.append(f"看了{len(filled)}格，{fitting}格像{looks}")
        if fitting * 2 < len(filled):
            confidence = min(confidence, 0.75)
    if guess.is_hidden:
        reasons.append("这一列在表中是隐藏的")
    return confidence, tuple(reasons)


__all__ = ["ROLE_WORDS", "STRONG", "guess_columns", "layout_key"]
