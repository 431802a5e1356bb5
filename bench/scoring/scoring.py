"""Scores a draft ledger against the gold one, field by field."""

from bench.scoring.ledgers import Item, Ledger, Measure, Metric
from bench.scoring.likeness import (
    bare,
    canonical_due,
    due_agrees,
    item_number,
    quantity,
    ratio,
    same_quantity,
    same_unit,
)
from bench.scoring.pairing import Pairing, pair
from bench.scoring.tally import Sheet

_UNSAID = Measure(text="")
"""Stands for a gold measure that the draft does not hold."""
_FINISHED_BY_NATURE = ("rectification_report", "news")
"""Kinds where a claim of being finished is no error where gold says nothing."""


def score(gold: Ledger, found: Ledger) -> Sheet:
    """The tallies of one document."""
    sheet, pairing = Sheet(), pair(gold, found)
    _score_items(sheet, gold, found, pairing)
    _score_measures(sheet, gold, found, pairing)
    _score_strays(sheet, found, pairing)
    _score_metrics(sheet, gold, found, pairing)
    _score_head(sheet, gold, found)
    return sheet


def _score_items(sheet: Sheet, gold: Ledger, found: Ledger, pairing: Pairing) -> None:
    sheet.right("items", len(pairing.items))
    sheet.wrong("items", len(found.items) - len(pairing.items) - len(pairing.excused_items))
    for at, wanted in enumerate(gold.items):
        if at in pairing.items:
            _score_item(sheet, wanted, found.items[pairing.items[at]])
        else:
            sheet.missed("items", note=f"item missed: {wanted.no} {(wanted.problem or '')[:30]}")


def _score_item(sheet: Sheet, gold: Item, found: Item) -> None:
    if gold.no:
        is_right = item_number(gold.no) == item_number(found.no)
        sheet.judge("item_no", is_right=is_right, is_claimed=bool(found.no))
    if gold.heading_path:
        is_right = bool(found.heading_path) and same_heading(gold.heading_path[-1], found.heading_path[-1])
        sheet.judge("heading", is_right=is_right, is_claimed=bool(found.heading_path))
    if gold.problem:
        is_right = ratio(bare(gold.problem), bare(found.problem)) >= 0.85
        sheet.judge("problem_text", is_right=is_right, is_claimed=bool(found.problem))


def same_heading(gold: str, found: str) -> bool:
    """Whether a heading holds the gold one, or is nearly it."""
    wanted, words = bare(gold), bare(found)
    return wanted in words or ratio(wanted, words) >= 0.8


def _score_measures(sheet: Sheet, gold: Ledger, found: Ledger, pairing: Pairing) -> None:
    claimed = len(found.placed) - len(pairing.measures) - len(pairing.excused_measures)
    sheet.wrong("measures", claimed)
    for at, (item, wanted) in enumerate(gold.placed):
        if at not in pairing.measures:
            sheet.missed("measures", note=f"measure missed: {wanted.text}")
            _score_measure(sheet, wanted, _UNSAID, kind=gold.kind)
            continue
        home, measure = found.placed[pairing.measures[at]]
        sheet.right("measures")
        sheet.judge("placement", is_right=pairing.items.get(item) == home, is_claimed=True)
        _score_measure(sheet, wanted, measure, kind=gold.kind)


def _score_measure(sheet: Sheet, gold: Measure, found: Measure, *, kind: str | None) -> None:
    _score_owners(sheet, gold, found)
    _score_lead(sheet, gold, found)
    _score_due(sheet, gold, found)
    _score_done(sheet, gold, found, kind=kind)


def compare_owners(gold: Measure, found: Measure) -> tuple[int, list[str], list[str]]:
    """How many owners agree, which were missed, and which were claimed wrongly."""
    left = list(dict.fromkeys(found.owners))
    missed = []
    for owner in gold.owners:
        hit = next((name for name in left if bare(name) == bare(owner)), None) or next(
            (name for name in left if same_unit(name, owner)), None
        )
        if hit is None:
            missed.append(owner)
        else:
            left.remove(hit)
    wrong = [name for name in left if not any(same_unit(name, other) for other in gold.optional_owners)]
    return len(gold.owners) - len(missed), missed, wrong


def _score_owners(sheet: Sheet, gold: Measure, found: Measure) -> None:
    right, missed, wrong = compare_owners(gold, found)
    sheet.right("owners", right)
    for owner in missed:
        sheet.missed("owners", note=f"owner missed: {owner} @ {gold.text}")
    for name in wrong:
        sheet.wrong("owners", note=f"owner wrong: {name} @ {gold.text}")


def _score_lead(sheet: Sheet, gold: Measure, found: Measure) -> None:
    if gold.lead:
        is_right = bool(found.lead) and same_unit(gold.lead, found.lead or "")
        sheet.judge("lead", is_right=is_right, is_claimed=bool(found.lead))
    elif found.lead:
        sheet.wrong("lead")


def _score_due(sheet: Sheet, gold: Measure, found: Measure) -> None:
    if gold.due:
        is_right = found.due is not None and due_agrees(found.due, gold)
        note = f"due: {gold.due} expected, {found.due} got @ {gold.text}"
        sheet.judge("due", is_right=is_right, is_claimed=found.due is not None, note=note)
        is_exact = canonical_due(found.due) == canonical_due(gold.due)
        sheet.judge("due_exact", is_right=is_exact, is_claimed=found.due is not None)
    elif found.due is not None and not gold.due_text:
        sheet.wrong("due", note=f"due invented: {found.due} @ {gold.text}")
        sheet.wrong("due_exact")


def _score_done(sheet: Sheet, gold: Measure, found: Measure, *, kind: str | None) -> None:
    if gold.done is not None:
        note = f"done: {gold.done} expected, {found.done} got @ {gold.text}"
        is_right = found.done is not None and found.done == gold.done
        sheet.judge("done", is_right=is_right, is_claimed=found.done is not None, note=note)
    elif found.done is True and kind not in _FINISHED_BY_NATURE:
        sheet.wrong("done", note=f"done invented @ {gold.text}")


def _score_strays(sheet: Sheet, found: Ledger, pairing: Pairing) -> None:
    """Owners and deadlines of predicted measures that stand for no gold measure."""
    known = set(pairing.measures.values()) | pairing.excused_measures
    for at, (_, measure) in enumerate(found.placed):
        if at in known:
            continue
        sheet.wrong("owners", len(set(measure.owners)), note=f"measure invented: {measure.text[:20]}")
        sheet.wrong("due", int(measure.due is not None))
        sheet.wrong("due_exact", int(measure.due is not None))


def _score_metrics(sheet: Sheet, gold: Ledger, found: Ledger, pairing: Pairing) -> None:
    """Metrics are pooled over the measures of a gold item."""
    pools: dict[int | None, list[Metric]] = {}
    gold_of = {there: here for here, there in pairing.measures.items()}
    item_of = {there: here for here, there in pairing.items.items()}
    for at, (home, measure) in enumerate(found.placed):
        if at not in pairing.excused_measures:
            item = gold.placed[gold_of[at]][0] if at in gold_of else item_of.get(home)
            pools.setdefault(item, []).extend(measure.metrics)
    sheet.wrong("metrics", len(pools.pop(None, [])))
    for at, wanted in enumerate(gold.items):
        _score_pool(sheet, wanted, pools.get(at, []))


def _score_pool(sheet: Sheet, gold: Item, left: list[Metric]) -> None:
    every = [metric for measure in gold.measures for metric in measure.metrics]
    wanted = _take(sheet, list(every), left, by_name=True)
    for metric in _take(sheet, wanted, left, by_name=False):
        sheet.missed("metrics", note=f"metric missed: {metric.name} {metric.value}{metric.unit}")
    optional = [value for measure in gold.measures for value in measure.optional_values]
    for metric in left:
        if not _is_optional(metric, optional) and not any(same_quantity(metric, other) for other in every):
            sheet.wrong("metrics", note=f"metric wrong: {metric.name} {metric.value}{metric.unit}")


def _take(sheet: Sheet, wanted: list[Metric], left: list[Metric], *, by_name: bool) -> list[Metric]:
    """Pairs metrics and removes them from `left`; gives the wanted ones that found no partner."""
    unpaired = []
    for metric in wanted:
        hits = (other for other in left if same_quantity(other, metric))
        hit = next((other for other in hits if not by_name or bare(metric.name) in bare(other.name)), None)
        if hit is None:
            unpaired.append(metric)
            continue
        left.remove(hit)
        sheet.right("metrics")
        name, words = bare(metric.name), bare(hit.name)
        sheet.judge(
            "metric_names", is_right=name in words or (bool(words) and words in name), is_claimed=True
        )
    return unpaired


def _is_optional(metric: Metric, optional: list[float]) -> bool:
    try:
        raw: float | None = float(str(metric.value).replace(",", ""))
    except ValueError:
        raw = None
    value, _ = quantity(metric)
    return raw in optional or any(value in (one, one * 1e4, one * 1e8) for one in optional)


def _score_head(sheet: Sheet, gold: Ledger, found: Ledger) -> None:
    name = "title/issuer/date"
    if gold.title:
        is_right = ratio(bare(gold.title), bare(found.title)) >= 0.92
        _judge_field(sheet, name, is_right=is_right, wanted=gold.title, claimed=found.title)
    is_right = same_issuer(gold.issuer, found.issuer)
    _judge_field(sheet, name, is_right=is_right, wanted=gold.issuer, claimed=found.issuer)
    is_right = canonical_due(gold.issued_on) == canonical_due(found.issued_on)
    _judge_field(sheet, name, is_right=is_right, wanted=gold.issued_on, claimed=found.issued_on)
    sheet.judge("contacts/window", is_right=gold.contacts_present == found.contacts_present, is_claimed=True)
    is_right = gold.feedback_window == found.feedback_window
    _judge_field(
        sheet,
        "contacts/window",
        is_right=is_right,
        wanted=gold.feedback_window,
        claimed=found.feedback_window,
    )
    sheet.judge("kind", is_right=gold.kind == found.kind, is_claimed=bool(found.kind))


def _judge_field(sheet: Sheet, name: str, *, is_right: bool, wanted: object, claimed: object) -> None:
    if wanted:
        note = f"{name}: {wanted} expected, {claimed} got"
        sheet.judge(name, is_right=is_right, is_claimed=bool(claimed), note=note)
    elif claimed:
        sheet.wrong(name, note=f"{name}: nothing expected, {claimed} got")


def same_issuer(gold: str | None, found: str | None) -> bool:
    """Whether two issuers are one; a name of six characters or more may be part of the other."""
    wanted, words = bare(gold), bare(found)
    if not wanted or not words:
        return False
    return ratio(wanted, words) >= 0.92 or (len(words) >= 6 and (words in wanted or wanted in words))
