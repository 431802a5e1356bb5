"""What is wrong with a book of rules that reads well: what no row can meet, what every row does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from guatu.rules.books.amounts import Ladder
from guatu.rules.books.rule import Book, Rule
from guatu.rules.checking.searching import can_be
from guatu.rules.language.printing import print_rule
from guatu.rules.language.syntax import (
    And,
    AtLeast,
    Compares,
    Implies,
    InARow,
    Node,
    Not,
    Or,
    Tiers,
    conjunction,
)
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict

Kind = Literal["never", "always", "needless", "below_ladder", "unknown_excluded"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at in a rule; `sentence` (Chinese) says what and why."""

    code: str
    kind: Kind
    sentence: str

    @property
    def is_wrong(self) -> bool:
        """Whether the rule cannot be meant so; else it is only worth a look."""
        return self.kind in ("never", "unknown_excluded")


def check(book: Book, on: date) -> Iterator[Finding]:
    """The findings of every rule of a book, each as of a day on which it is in force."""
    codes = {rule.code for rule in book}
    for rule in book:
        day = min(max(on, rule.since or on), rule.until or date.max)
        yield from _of_rule(rule, book.on(day))
        for other in rule.excludes:
            if other not in codes:
                yield Finding(rule.code, "unknown_excluded", f"excludes 里的“{other}”不是本文件中的规则")


def _of_rule(rule: Rule, setting: Setting) -> Iterator[Finding]:
    if can_be(Verdict.YES, rule.when, setting) is False:
        yield Finding(rule.code, "never", _why_never(rule.when, setting))
        return
    if can_be(Verdict.NO, rule.when, setting) is False:
        yield Finding(rule.code, "always", "这条规则对任何对象都不会判为“不符合”，请核对条件")
        return
    yield from _needless(rule, setting)
    yield from _unreached(rule, setting)
    yield from _below_ladder(rule, setting)


def _why_never(node: Node, setting: Setting) -> str:
    """Which parts cannot hold together: the fewest that still cannot."""
    parts = list(node.parts) if isinstance(node, And) else [node]
    for part in list(parts):
        rest = [each for each in parts if each is not part]
        if rest and can_be(Verdict.YES, conjunction(tuple(rest)), setting) is False:
            parts = rest
    told = "、".join(f"“{print_rule(part, setting.catalogue)}”" for part in parts)
    if len(parts) == 1:
        return f"{told}永远不能成立"
    return f"{told}不能同时成立，这条规则永远不会被满足"


def _needless(rule: Rule, setting: Setting) -> Iterator[Finding]:
    """Parts of a root 且 that the others imply, and parts of a root 或 that can never add a row."""
    if not isinstance(rule.when, And | Or):
        return
    for part in rule.when.parts:
        others = tuple(each for each in rule.when.parts if each is not part)
        told = print_rule(part, setting.catalogue)
        if isinstance(rule.when, And):
            if can_be(Verdict.YES, conjunction((*others, Not(part))), setting) is False:
                yield Finding(rule.code, "needless", f"“{told}”已由其余条件保证，可以不写")
        elif can_be(Verdict.YES, part, setting) is False:
            yield Finding(rule.code, "never", f"“{told}”永远不能成立，这一支没有用处")
        elif can_be(Verdict.YES, conjunction((part, *(Not(each) for each in others))), setting) is False:
            yield Finding(rule.code, "needless", f"“{told}”能满足的，其余各支也都满足，可以不写")


def _unreached(rule: Rule, setting: Setting) -> Iterator[Finding]:
    """Tiers that no row comes to, because those before take all of it."""
    for tiers in _tiers_in(rule.when):
        before: list[Node] = []
        for tier in tiers.tiers:
            if can_be(Verdict.YES, conjunction((*before, tier.guard)), setting) is False:
                told = print_rule(tier.guard, setting.catalogue)
                yield Finding(rule.code, "never", f"分档“{told}”的对象都已归入前面的档，这一档没有用处")
            before.append(Not(tier.guard))


def _tiers_in(node: Node) -> Iterator[Tiers]:
    match node:
        case And(parts) | Or(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _tiers_in(part)
        case Not(part) | InARow(_, part):
            yield from _tiers_in(part)
        case Implies(condition, consequence):
            yield from (*_tiers_in(condition), *_tiers_in(consequence))
        case Tiers():
            yield node


def _below_ladder(rule: Rule, setting: Setting) -> Iterator[Finding]:
    """A ladder whose lowest rung `when` does not ask for: some who qualify would be granted nothing."""
    if not isinstance(rule.amount, Ladder):
        return
    lowest = Compares(rule.amount.by, "≥", rule.amount.rungs[0].at_least)
    if can_be(Verdict.YES, conjunction((rule.when, Not(lowest))), setting) is not False:
        told = print_rule(lowest, setting.catalogue)
        yield Finding(
            rule.code, "below_ladder", f"条件没有要求“{told}”，够条件而不到最低一档的对象将得不到任何金额"
        )
