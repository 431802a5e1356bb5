"""A rule on one day as 且, 或, 非 and 至少N项 over conditions only: years bound, tiers and 若 written out."""

from dataclasses import replace

from guatu.rules.language.syntax import (
    And,
    AtLeast,
    Condition,
    Contains,
    FieldAt,
    Happened,
    Implies,
    InARow,
    IsMissing,
    IsSo,
    Node,
    Not,
    Or,
    Tiers,
    YearsBack,
    conjunction,
    disjunction,
)
from guatu.rules.meaning.binding import in_each_year
from guatu.rules.setting import Setting


def reduced(node: Node, setting: Setting) -> Node:
    """The same rule in fewer words: what it says on the day is unchanged."""
    match node:
        case And(parts):
            return conjunction(tuple(reduced(part, setting) for part in parts))
        case Or(parts):
            return disjunction(tuple(reduced(part, setting) for part in parts))
        case Not(part):
            return Not(reduced(part, setting))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(reduced(part, setting) for part in parts))
        case Implies(condition, consequence):
            return disjunction((Not(reduced(condition, setting)), reduced(consequence, setting)))
        case InARow():
            years = in_each_year(node, setting.on.year, setting.catalogue)
            return conjunction(tuple(reduced(part, setting) for part in years))
        case Tiers():
            return reduced(_written_out(node), setting)
        case _:
            return _positive(node, setting.on.year)


def _written_out(node: Tiers) -> Node:
    cases: list[Node] = []
    before: list[Node] = []
    for tier in node.tiers:
        cases.append(conjunction((*before, tier.guard, tier.part)))
        before.append(Not(tier.guard))
    if node.otherwise is not None:
        cases.append(conjunction((*before, node.otherwise)))
    return disjunction(tuple(cases))


def _positive(node: Condition, year: int) -> Node:
    """The condition without its own negation, its year written out, so that alike conditions are equal."""
    if isinstance(node, Happened):
        return Not(replace(node, negated=False)) if node.negated else node
    at = getattr(node, "field", None) or getattr(node, "left", None)
    if isinstance(at, FieldAt) and isinstance(at.year, YearsBack):
        written = FieldAt(at.name, year - at.year.back)
        node = replace(node, **{"left" if hasattr(node, "left") else "field": written})  # type: ignore[arg-type]
    if isinstance(node, IsSo):
        return node if node.expected else Not(IsSo(node.field))
    if isinstance(node, IsMissing | Contains) and node.negated:
        return Not(replace(node, negated=False))
    return node


def conditions_of(node: Node) -> tuple[Condition, ...]:
    """The conditions of a reduced rule, each once, in order."""
    found: dict[Condition, None] = {}
    waiting: list[Node] = [node]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, And | Or | AtLeast):
            waiting = [*each.parts, *waiting]
        elif isinstance(each, Not):
            waiting.insert(0, each.part)
        else:
            found[each] = None  # type: ignore[index]  # a reduced rule holds no other groups
    return tuple(found)
