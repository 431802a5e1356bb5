"""Whether any row at all makes a rule say yes, or no: a search over what its conditions can say together."""

from collections.abc import Mapping, Sequence

from guatu.rules.answers.outlines import Outline, combined, outline
from guatu.rules.checking.profiles import Variable, variables_of
from guatu.rules.language.syntax import Condition, Node
from guatu.rules.meaning.subjects import subject_of
from guatu.rules.setting import Setting
from guatu.rules.truth import Verdict

_PATIENCE = 20_000
"""Steps of one search; a rule that needs more is left without an answer."""


def can_be(verdict: Verdict, node: Node, setting: Setting) -> bool | None:
    """Whether some row gives that verdict on the day; None where the search grew too long."""
    plan = outline(node, subject_of({}, setting))
    search = _Search(plan, verdict)
    try:
        return search.extend({}, variables_of(plan.conditions, setting))
    except _TooLong:
        return None


class _TooLong(Exception):
    """The search took more steps than it may."""


class _Search:
    def __init__(self, plan: Outline, wanted: Verdict) -> None:
        self.plan, self.wanted, self.steps = plan, wanted, 0

    def extend(self, said: Mapping[Condition, Verdict], left: Sequence[Variable]) -> bool:
        """Whether what is said so far can be completed. What is not said yet counts as unknown, which is
        sound: a verdict reached without it stands whatever it turns out to be."""
        self.steps += 1
        if self.steps > _PATIENCE:
            raise _TooLong
        verdicts = [said.get(each, Verdict.UNKNOWN) for each in self.plan.conditions]
        verdict = combined(self.plan.formula, verdicts)
        if verdict is self.wanted:
            return True
        if verdict is not Verdict.UNKNOWN or not left:
            return False
        return any(self.extend({**said, **profile}, left[1:]) for profile in left[0].profiles)
