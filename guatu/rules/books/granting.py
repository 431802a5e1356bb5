"""Amounts from YAML: 50万元, {share, of, cap}, {by, ladder}."""

from collections.abc import Mapping
from decimal import Decimal

from guatu.rules.books.amounts import Amount, Fixed, Ladder, Rung, Share
from guatu.rules.books.telling import listed
from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.errors import BookRefused, RuleTextRefused
from guatu.rules.language.operands import OperandReader
from guatu.rules.language.scanning import Scanner
from guatu.rules.language.syntax import DayAt, FieldAt, Figure, OverYears
from guatu.rules.setting import Parameters


def read_amount(told: object, code: str, catalogue: Catalogue) -> Amount | None:
    """The amount of the rule `code`; None where it grants none."""
    if told is None:
        return None
    if isinstance(told, Mapping) and "ladder" in told:
        by, field = _field(told.get("by"), code, catalogue)
        rungs = [_rung(each, code, field, catalogue) for each in listed(told["ladder"], code)]
        if not rungs:
            raise BookRefused(code, "amount 的 ladder 至少要有一级")
        return Ladder(by, tuple(rungs))
    return _single(told, code, catalogue)


def _single(told: object, code: str, catalogue: Catalogue) -> Fixed | Share:
    """50万元, or {share: 10%, of: 研发费用[上年], cap: 200万元}."""
    if not isinstance(told, Mapping):
        return Fixed(_converted(told, "元", code, catalogue))
    of, _ = _field(told.get("of"), code, catalogue)
    cap = told.get("cap")
    return Share(
        _converted(told.get("share"), "%", code, catalogue) / 100,
        of,
        None if cap is None else _converted(cap, "元", code, catalogue),
    )


def _rung(told: object, code: str, field: Field, catalogue: Catalogue) -> Rung:
    if not isinstance(told, Mapping):
        raise BookRefused(code, "ladder 的每一级应写作 {from: 1亿元, amount: 50万元}")
    operands = OperandReader(Scanner(str(told.get("from")), catalogue), Parameters())
    try:
        bound = operands.literal(field)
    except RuleTextRefused as refusal:
        raise BookRefused(code, f"ladder 的 from：{refusal.why}") from None
    if not isinstance(bound, Figure):
        raise BookRefused(code, "ladder 的 from 应为带单位的数值")
    return Rung(bound, _single(told.get("amount"), code, catalogue))


def _converted(told: object, base: str, code: str, catalogue: Catalogue) -> Decimal:
    written = Scanner(str(told), catalogue).figure()
    factor = catalogue.conversions.factor(written[1], base) if written else None
    if written is None or factor is None:
        raise BookRefused(code, f"amount 里的“{told}”应写明单位，如 {'50万元' if base == '元' else '10%'}")
    return written[0] * factor


def _field(told: object, code: str, catalogue: Catalogue) -> tuple[FieldAt | OverYears, Field]:
    operands = OperandReader(Scanner(str(told or ""), catalogue), Parameters())
    try:
        found = operands.left()
    except RuleTextRefused as refusal:
        raise BookRefused(code, f"amount：{refusal.why}") from None
    if found is None or isinstance(found[0], DayAt) or not found[1].is_figure:
        raise BookRefused(code, f"amount 里的“{told}”不是数值字段")
    return found[0], found[1]
