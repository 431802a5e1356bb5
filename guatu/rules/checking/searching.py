"""Whether any row at all makes a rule say yes, or no: a search over what its conditions can say together."""

from collections.abc import Mapping
from typing import cast

from guatu.rules.checking.profiles import Variable, variables_of
from guatu.rules.checking.reducing import conditions_of, reduced
from guatu.rules.language.syntax import And, AtLeast, Condition, Node, Not, Or
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict, all_of, any_of, at_least

_PATIENCE = 20_000
"""Steps of one search; a rule that needs more is left without an answer."""


def can_be(verdict: Verdict, node: Node, setting: Setting) -> bool | None:
    """Whether some row gives that verdict on the day; None where the search grew too long."""
    rule = reduced(node, setting)
    search = _Search(rule, verdict)
    try:
        return search.run(variables_of(conditions_of(rule), setting))
    except _TooLong:
        return None


class _TooLong(Exception):
    """The search took more steps than it may."""


class _Search:
    def __init__(self, rule: Node, wanted: Verdict) -> None:
        self.rule, self.wanted, self.steps = rule, wanted, 0

    def run(self, variables: tuple[Variable, ...]) -> bool:
        return self._extend({}, variables)

    def _extend(self, said: Mapping[Condition, Verdict], left: tuple[Variable, ...]) -> bool:
        """Whether what is said so far can be completed. What is not said yet counts as unknown, which is
        sound: a verdict reached without it stands whatever it turns out to be."""
        self.steps += 1
        if self.steps > _PATIENCE:
            raise _TooLong
        verdict = combined(self.rule, said)
        if verdict is self.wanted:
            return True
        if verdict is not Verdict.UNKNOWN or not left:
            return False
        return any(self._extend({**said, **profile}, left[1:]) for profile in left[0].profiles)


def combined(node: Node, said: Mapping[Condition, Verdict]) -> Verdict:
    """What a reduced rule says, given what its conditions say; one that has not spoken is unknown."""
    if isinstance(node, And):
        return all_of(combined(part, said) for part in node.parts)
    if isinstance(node, Or):
        return any_of(combined(part, said) for part in node.parts)
    if isinstance(node, Not):
        return combined(node.part, said).negated()
    if isinstance(node, AtLeast):
        return at_least(node.count, (combined(part, said) for part in node.parts))
    return said.get(cast(Condition, node), Verdict.UNKNOWN)
