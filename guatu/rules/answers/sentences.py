"""An answer in sentences: one line for each condition, and one that sums it up."""

from collections.abc import Iterable, Sequence

from guatu.rules.answers.answering import Answer, Change, ConditionAnswer, Settlement, Turn
from guatu.rules.answers.distances import DistanceKind
from guatu.rules.answers.facts import Fact
from guatu.rules.answers.spelling import write_day, write_list
from guatu.rules.language.syntax import IsSo, Judged
from guatu.rules.truth import Verdict

_TOLD_IN_LINES: frozenset[DistanceKind] = frozenset(
    {"short", "over", "apart", "at_bound", "early", "late", "lower", "higher"}
)
"""The others say again, as a demand, what the line has said already."""
_FEW = 3
"""Ways told in a summary."""
_MANY = 8
"""Facts and changes told in a summary."""


def sentences(answer: Answer) -> tuple[str, ...]:
    """The summary, then each condition in the order of the rule."""
    return (summary(answer), *(condition_sentence(each) for each in answer.conditions))


# --- one condition


def condition_sentence(each: ConditionAnswer) -> str:
    """营业收入[上年]为1880万元，未达到2000万元，还差120万元（税务局，截至2026年3月31日）."""
    if not each.is_asked:
        return f"{each.text}：此处不适用"
    if each.verdict is Verdict.UNKNOWN:
        return _unknown(each)
    gap = each.distance
    if gap is not None and gap.kind == "lacking":
        return each.words.statement(each.verdict, instead=gap.text) + _provenance(each.facts)
    said = each.words.statement(each.verdict)
    if gap is not None and (gap.kind in _TOLD_IN_LINES or isinstance(each.condition, IsSo)):
        said += f"，{gap.text}"
    return said + _provenance(each.facts)


def _unknown(each: ConditionAnswer) -> str:
    if isinstance(each.condition, Judged):
        return f"{each.words.label}尚未人工核定"
    question = each.words.question
    about = each.words.label if question and not _is_the_same(each) else ""
    return "，".join((*_lacks(each.wanting), f"无法判断{about}{question}"))


def _is_the_same(each: ConditionAnswer) -> bool:
    """Whether the one fact that is missing is just what the condition asks about."""
    asked = each.words.label.partition("[")[0]
    return len(each.wanting) == 1 and each.wanting[0].label.endswith(asked)


def _lacks(facts: Sequence[Fact]) -> Iterable[str]:
    """缺少2025年营业收入; 从业人数已过时; 纳税信用的记录无法使用; 〔门槛〕没有当日有效的值."""
    if missing := [fact.label for fact in facts if _is_missing(fact) and not fact.is_stale]:
        yield f"缺少{write_list(missing, _MANY)}"
    if stale := [fact.label for fact in facts if _is_missing(fact) and fact.is_stale]:
        yield f"{write_list(stale)}已过时"
    if unusable := [fact.label for fact in facts if fact.state == "unusable"]:
        yield f"{write_list(unusable)}的记录无法使用"
    if unset := [fact.label for fact in facts if fact.state == "missing" and fact.kind == "parameter"]:
        yield f"{write_list(unset)}没有当日有效的值"


def _is_missing(fact: Fact) -> bool:
    return fact.state == "missing" and fact.kind != "parameter"


def _provenance(facts: Iterable[Fact]) -> str:
    """（税务局，截至2026年3月31日）: of several facts every holder, and the earliest day."""
    known = [fact for fact in facts if fact.kind == "field" and fact.state == "known"]
    days = {fact.as_of for fact in known if fact.as_of is not None}
    parts = [write_list(dict.fromkeys(fact.source for fact in known if fact.source))]
    if days:
        parts.append(f"{'最早' if len(days) > 1 else ''}截至{write_day(min(days))}")
    if any(fact.is_stale for fact in known):
        parts.append("已过时")
    told = "，".join(part for part in parts if part)
    return f"（{told}）" if told else ""


# --- the whole


def summary(answer: Answer) -> str:
    """One sentence: the verdict, and the shortest way to turn or settle it."""
    if answer.verdict is Verdict.UNKNOWN:
        return _summary_of_unknown(answer)
    return _summary_of_yes(answer) if answer.verdict is Verdict.YES else _summary_of_no(answer)


def _summary_of_yes(answer: Answer) -> str:
    asked = [each for each in answer.conditions if each.is_asked]
    total, met = len(asked), sum(each.serves for each in asked)
    counted = f"{total}项条件全部满足" if met == total else f"{total}项条件中满足{met}项，足以认定"
    stale = sum(each.is_stale for each in asked)
    return f"符合：{counted}" + (f"，其中{stale}项依据的数据已过时" if stale else "")


def _summary_of_no(answer: Answer) -> str:
    turns = answer.turns.turns if answer.turns else ()
    if not turns:
        off = sum(each.is_asked and not each.serves for each in answer.conditions)
        return f"不符合：{off}项条件未满足"
    fewest = [turn for turn in turns if len(turn.changes) == len(turns[0].changes)]
    ways = "；或者".join(turn_text(turn, answer) for turn in fewest[:_FEW])
    more = f"（另有{len(fewest) - _FEW}种同样少的改法）" if len(fewest) > _FEW else ""
    count = len(turns[0].changes)
    lead = "仅差1项，" if answer.is_near and count == 1 else ""
    if len(fewest) > 1:
        lead += f"以下任一{'项' if count == 1 else '组'}改变即可："
    elif count > 1:
        lead += f"{count}项须同时改变："
    return f"不符合：{lead}{ways}{more}"


def turn_text(turn: Turn, answer: Answer) -> str:
    """营业收入[上年]还差120万元，资质缺少高新技术企业."""
    told = [change_text(change, answer) for change in turn.changes]
    return "，".join(told[:_MANY]) + (f"等{len(told)}项" if len(told) > _MANY else "")


def change_text(change: Change, answer: Answer) -> str:
    """营业收入[上年]还差120万元; of what is unknown, what would have to be found."""
    each = answer.conditions[change.condition]
    words = each.words
    if each.verdict is Verdict.UNKNOWN:
        lead = "待人工将" if isinstance(each.condition, Judged) else "待查明"
        return f"{lead}{words.label}{words.saying(change.to)}"
    if change.distance is None or change.distance.kind == "at_bound":
        return f"{words.label}须{words.saying(change.to)}"
    return f"{words.label}{change.distance.text}"


def _summary_of_unknown(answer: Answer) -> str:
    """尚不能判断：缺少从业人数、资质；查明且都满足要求的判为符合；其中任一项不满足要求的判为不符合."""
    lacks = "，".join(_lacks(answer.wanting))
    yes = next((each for each in answer.settlements if each.to is Verdict.YES), None)
    told = [_towards_yes(yes, answer.wanting)] if yes else []
    no = [each for each in answer.settlements if each.to is Verdict.NO]
    if no:
        told.append(_towards_no(no, answer.wanting))
    return f"尚不能判断：{'；'.join(part for part in (lacks, *told) if part)}"


def _towards_yes(settlement: Settlement, wanting: Sequence[Fact]) -> str:
    return f"查明{_of_these(settlement.facts, wanting)}且{_all(settlement)}满足要求的，判为符合"


def _towards_no(settlements: Sequence[Settlement], wanting: Sequence[Fact]) -> str:
    single = [each.facts[0] for each in settlements if len(each.facts) == 1]
    if len(single) > 1:
        return f"{_of_these(single, wanting) or '其中'}任一项不满足要求的，判为不符合"
    first = settlements[0]
    if len(first.facts) == len(wanting):
        return f"{_all(first)}不满足的，判为不符合"
    return f"{_listed(first.facts)}{_all(first)}不满足要求的，判为不符合"


def _all(settlement: Settlement) -> str:
    return "都" if len(settlement.conditions) > 1 and len(settlement.facts) > 1 else ""


def _of_these(facts: Sequence[Fact], wanting: Sequence[Fact]) -> str:
    """The facts by name, unless they are just those that have been named."""
    return "" if len(facts) == len(wanting) else _listed(facts)


def _listed(facts: Iterable[Fact]) -> str:
    return write_list((fact.label for fact in facts), _MANY)
