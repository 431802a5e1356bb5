"""The table of transitions as a page of the docs: `python -m guatu.ledgers.diagram` prints it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from guatu.ledgers.transitions import Transition

_HEAD: Final = """# 事项的一生

由 `guatu/ledgers/transitions.py` 的流转表生成，不手改：`python -m guatu.ledgers.diagram > docs/loop.md`。

每一步都是一条留痕。图中只画改变状态的步骤；原地不动的步骤见下表。哪些步骤可以跳过，由台账设置决定：单位审核
（`needs_lead_review`）、领导审批（`needs_approval`）、公示（`publicity_days`）。"""
_FLAGS: Final = """## 状态之外的标志

| 标志 | 代码 | 含义 |
|---|---|---|
| 挂起 | `is_suspended` | 停止计时，恢复以前只能做表中注明的几件事 |
| 长期坚持 | `is_long_term` | 不因日期亮灯 |
| 并入 | `merged_into` | 在另一事项中办理，本事项不再变动 |
| 移交 | `transferred_to` | 已成为另一本台账的草稿，本事项不再变动 |"""


def page() -> str:
    """The whole page."""
    from guatu.ledgers.models import Item
    from guatu.ledgers.transitions import TABLE

    states = [f"| {state.label} | `{state.value}` |" for state in Item.State]
    rows = [_row(line) for line in TABLE]
    parts = [
        _HEAD,
        "## 状态图",
        "\n".join(["```mermaid", "stateDiagram-v2", *_diagram(TABLE), "```"]),
        "## 状态",
        "\n".join(["| 状态 | 代码 |", "|---|---|", *states]),
        _FLAGS,
        "## 流转表",
        "\n".join(["| 步骤 | 谁 | 从 | 到 | 须有 | 留痕 |", "|---|---|---|---|---|---|", *rows]),
    ]
    return "\n\n".join(parts) + "\n"


def _diagram(table: "Iterable[Transition]") -> Iterator[str]:
    """States by their codes with their names, then one arrow for each pair of states."""
    from guatu.ledgers.models import Item

    for state in Item.State:
        yield f"    {state.value} : {state.label}"
    yield f"    [*] --> {Item.State.DRAFT.value} : 录入事项"
    arrows: dict[tuple[str, str], list[str]] = {}
    for line in table:
        for source, target in _moves(line):
            arrows.setdefault((source, target), []).append(line.label)
    for (source, target), labels in arrows.items():
        yield f"    {source} --> {target} : {'、'.join(labels)}"


def _moves(line: "Transition") -> Iterator[tuple[str, str]]:
    """From where to where a line leads; a draft stays one, and nothing else becomes one but what was one."""
    from guatu.ledgers.models import Item

    early = (Item.State.DRAFT, Item.State.APPROVING)
    for source in line.sources:
        for target in line.targets:
            is_step_back = target == Item.State.DRAFT and source not in early
            is_undispatched = source == Item.State.DRAFT and Item.State.DRAFT in line.targets
            if source != target and not is_step_back and not is_undispatched:
                yield source.value, target.value


def _row(line: "Transition") -> str:
    needs = [line.needs] if line.needs else []
    needs += ["挂起时也可"] if line.while_suspended else []
    cells = (
        line.label,
        "、".join(part.label for part in line.who),
        "、".join(str(state.label) for state in line.sources),
        "、".join(str(state.label) for state in line.targets) or "不变",
        "；".join(needs),
        f"`{line.event.value}`",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    import os
    import sys

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.settings")
    os.environ.setdefault("GUATU_DATA", ".")  # nothing is read from it
    django.setup()
    sys.stdout.write(page())
