"""Items of plans: one for each task."""

import re

from guatu.reading.drafting.contents import passages_of, sort_parts
from guatu.reading.drafting.directives.clauses import runs
from guatu.reading.drafting.found import FoundItem, FoundMeasure
from guatu.reading.drafting.problems import problem_span
from guatu.reading.outlining import Node, Outline

_NO_TASKS = re.compile(
    "总体(?:要求|思路|目标)|指导思想|基本原则|工作原则|(?:工作|主要|总体|目标|发展|行动|年度)目标"
    "|目标要求|保障措施|组织(?:保障|实施|领导)|工作要求|有关要求"
    "|实施步骤|方法步骤|工作步骤|时间安排|进度安排|实施范围|工作机制|附则|附件|背景|重要意义"
    "|成立.{0,6}领导小组|领导机构|基本情况|推进机制|监督考核|考核(?:评价|奖惩)"
)
_NO_TASKS_AT_END = re.compile(r"(?:强化|加强|健全|完善|落实).{0,4}(?:保障|领导|机制|督导|考核|督查)|保障$")
_OWED = re.compile(
    r"(?:责任|牵头|配合|承办|主办)(?:单位|部门)|牵头[,，、；;）)]|负责[)）]|完成时限|时限[:：]"
)
_ASSIGNS = re.compile(r"(?:等(?:部门|单位))?(?:牵头|配合|负责|会同|参与)\s*$|牵头|配合")
_ASKED = re.compile(r"\s*(?:请|由)?")
_CLAUSE = re.compile(r"[^，,；;。]+")
_TOLD = re.compile(r"\s*(?:(?:要|应|须|需)(?!求|急|知|对|用))?")
"""What stands between a unit and what it is told to do."""
_SHORTEST_TITLE = 5
"""Characters from which a clause may name a task."""
_TRAILING = re.compile(
    r"\s*[（(【\[](?:[^（）()【】]|[（(][^（）()]*[）)])*(?:单位|部门|牵头|负责|时限|配合"
    r"|责任)(?:[^（）()【】]|[（(][^（）()]*[）)])*[）)】\]][。.；;]?\s*$"
)


def find_tasks(outline: Outline) -> list[FoundItem]:
    """One item for each task; aims, guarantees and steps of organisation are no tasks."""
    sections = _task_sections(outline.root.children)
    groups = [n for section in sections for n in section.walk() if n.is_marked("paren")]
    return [
        _item(outline.text, node)
        for section in sections
        for node in _task_nodes(section, is_settled=_stand_for_tasks(groups))
    ]


def _task_sections(sections: list[Node]) -> list[Node]:
    """Sections of tasks: aims and organisation are left out, and guarantees where they close the plan."""
    kept = [n for n in sections if not _NO_TASKS.search(n.title)]
    while len(kept) > 1 and _NO_TASKS_AT_END.search(kept[-1].title):
        kept.pop()
    return kept


def _stand_for_tasks(groups: list[Node]) -> bool:
    """Are （一） the tasks: some say all themselves, and the 1. below the others begin anew each time?"""
    parents = [g for g in groups if g.children]
    anew = all(g.children[0].marker is not None and g.children[0].marker.number == 1 for g in parents)
    return bool(parents) and anew and any(g.run_in or g.body for g in groups if not g.children)


def _task_nodes(node: Node, *, is_settled: bool) -> list[Node]:
    """The tasks under a node: its leaves, unless only the node itself says who owes it."""
    children = [c for c in node.children if not (c.children and _NO_TASKS.search(c.title))]
    is_task_form = is_settled and node.is_marked("paren")
    if not children or is_task_form or _is_one_task(node):
        return [node]
    return [task for child in children for task in _task_nodes(child, is_settled=is_settled)]


def _is_one_task(node: Node) -> bool:
    """Do （1） and ① count its measures, or does it say who owes it once for all its numbered lines?"""
    if all(c.is_marked("arabic_paren", "circled") for c in node.children):
        return True
    if any(c.children for c in node.children) or node.marker is None or node.is_marked("comma"):
        return False
    own = "".join(line.text for line in node.body) + (node.line.text if node.line else "")
    below = [(c.line.text if c.line else "") + "".join(b.text for b in c.body) for c in node.children]
    if _OWED.search(own):
        return not any(_OWED.search(words) for words in below[:-1])
    return bool(_OWED.search(below[-1])) and len(below) > 1 and not any(_OWED.search(w) for w in below[:-1])


def _item(text: str, node: Node) -> FoundItem:
    line = node.line
    item = FoundItem(
        start=line.start if line else 0,
        end=node.end,
        no=node.marker.no if node.marker else None,
        problem=_title_span(text, node),
        heading_path=node.path(),
    )
    sort_parts(text, passages_of(text, node), item)
    if not item.measures and line is not None:
        item.measures = [FoundMeasure(line.start, line.words_start, line.end)]
    return item


def _title_span(text: str, node: Node) -> tuple[int, int] | None:
    """The task's heading; where it has none, the first clause of its sentence."""
    span = problem_span(text, node)
    if span is None:
        return None
    trailing = _TRAILING.search(text, *span)
    span = (span[0], trailing.start()) if trailing and trailing.start() > span[0] else span
    is_headed = bool(node.body or node.children) or (node.run_in and text[node.run_in[0]] not in "（(【[")
    return span if is_headed else first_clause(text, *span)


def first_clause(text: str, start: int, end: int) -> tuple[int, int]:
    """What a sentence is about: its first clause that says what to do, without who is asked."""
    asked = _ASKED.match(text, start, end)
    at = asked.end() if asked else start
    for clause in _CLAUSE.finditer(text, at, end):
        a, b = clause.span()
        named = [run for run in runs(text, a, b) if run.start == a]
        if named and _ASSIGNS.match(text, named[0].end, b):
            continue
        if named and (told := _TOLD.match(text, named[0].end, b)):
            a = told.end()
        if b - a >= _SHORTEST_TITLE:
            return a, b
    return start, end
