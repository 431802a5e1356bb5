"""A book of rules from YAML: a list of rules, or a mapping of `fields`, `parameters` and `rules`."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path

from guatu.rules.books.amounts import Amount, Fixed, Ladder, Rung, Share
from guatu.rules.books.facts import read_row
from guatu.rules.books.rule import Book, Example, Rule
from guatu.rules.catalogue.fields import Catalogue, Field
from guatu.rules.catalogue.loading import load_catalogue
from guatu.rules.errors import BookRefused, RuleTextRefused
from guatu.rules.language.operands import OperandReader
from guatu.rules.language.parsing import parse
from guatu.rules.language.scanning import Scanner
from guatu.rules.language.syntax import DayAt, DayWord, FieldAt, Figure, Node, OverYears, Word
from guatu.rules.setting import DatedValue, Parameters
from guatu.rules.truth import Verdict

Entry = Mapping[str, object]
_OWN = frozenset(
    {"code", "name", "since", "until", "source", "when", "of", "excludes", "amount", "per", "examples"}
)
_ASKING_DAYS: tuple[DayWord, ...] = ("申报日", "当日")


def load_book(path: Path, catalogue: Catalogue | None = None) -> Book:
    """The book in a YAML file. Its `fields` names the catalogue beside it, unless one is given.

    Refuses what breaks a book's rules, naming the rule; a text that is not understood also names its place.
    """
    import yaml  # here, for rules are also read without files

    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BookRefused(f"文件 {path.name}", f"读不出来，请核对文件和缩进（{reason}）") from None
    return read_book(told, catalogue, folder=path.parent)


def read_book(told: object, catalogue: Catalogue | None = None, *, folder: Path | None = None) -> Book:
    """The book from plain values, as YAML gives them."""
    body = told if isinstance(told, Mapping) else {"rules": told}
    if catalogue is None:
        if folder is None or not body.get("fields"):
            raise BookRefused("文件", "没有说明字段目录，请写 fields: 文件名，或另外指明")
        catalogue = load_catalogue(folder / str(body["fields"]))
    parameters = _parameters(body.get("parameters") or [], catalogue)
    entries = body.get("rules")
    if not isinstance(entries, list):
        raise BookRefused("文件", "没有规则，请在 rules 下逐条列出")
    rules = tuple(_rule(entry, at, catalogue, parameters) for at, entry in enumerate(entries, start=1))
    _refuse_overlaps(rules)
    return Book(catalogue, rules, parameters)


def _rule(entry: object, at: int, catalogue: Catalogue, parameters: Parameters) -> Rule:
    if not isinstance(entry, Mapping) or not entry.get("code"):
        raise BookRefused(f"第{at}条", "应写作 {code: …, when: …}")
    code = str(entry["code"])
    since, until = _day(entry.get("since"), code), _day(entry.get("until"), code)
    if since and until and until < since:
        raise BookRefused(code, "until 早于 since，请核对两个日期")
    return Rule(
        code=code,
        when=_node(entry.get("when"), code, catalogue, parameters),
        name=str(entry.get("name") or ""),
        since=since,
        until=until,
        source=str(entry.get("source") or ""),
        of=str(entry.get("of") or ""),
        excludes=tuple(str(each) for each in _list(entry.get("excludes"), code)),
        amount=_amount(entry.get("amount"), code, catalogue),
        per=str(entry.get("per") or ""),
        examples=tuple(_example(each, code, catalogue) for each in _list(entry.get("examples"), code)),
        more={str(key): value for key, value in entry.items() if key not in _OWN},
    )


def _node(text: object, code: str, catalogue: Catalogue, parameters: Parameters) -> Node:
    if not isinstance(text, str) or not text.strip():
        raise BookRefused(code, "缺少条件，请在 when 后写明")
    try:
        return parse(text, catalogue, parameters)
    except RuleTextRefused as refusal:
        raise BookRefused(code, str(refusal)) from refusal


def _day(told: object, where: str) -> date | None:
    if told is None or isinstance(told, date):
        return told
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        raise BookRefused(where, f"“{told}”不是日期，应写作 2025-06-30") from None


def _list(told: object, where: str) -> list[object]:
    if told is None:
        return []
    if not isinstance(told, list):
        raise BookRefused(where, f"{told!r} 应写成列表")
    return told


def _refuse_overlaps(rules: Iterable[Rule]) -> None:
    """Two rules of one code must not be in force on the same day."""
    by_code: dict[str, list[Rule]] = {}
    for rule in rules:
        by_code.setdefault(rule.code, []).append(rule)
    for code, same in by_code.items():
        for one, other in combinations(same, 2):
            if (one.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (
                one.until or date.max
            ):
                raise BookRefused(code, "同一代码的两条规则在同一天都有效，请先写明前一条的 until")


# --- parameters


def _parameters(entries: object, catalogue: Catalogue) -> Parameters:
    values: dict[str, tuple[DatedValue, ...]] = {}
    for entry in _list(entries, "参数"):
        if not isinstance(entry, Mapping) or not entry.get("name"):
            raise BookRefused("参数", f"{entry!r} 应写作 {{name: …, values: [{{value: …, since: …}}]}}")
        name = str(entry["name"])
        listed = _list(entry.get("values"), f"参数〔{name}〕") or [entry]
        if name in values:
            raise BookRefused(f"参数〔{name}〕", "写了不止一次，请合并")
        values[name] = tuple(_dated(each, name, catalogue) for each in listed)
        _refuse_overlapping_values(name, values[name])
    return Parameters(values)


def _dated(told: object, name: str, catalogue: Catalogue) -> DatedValue:
    where = f"参数〔{name}〕"
    if not isinstance(told, Mapping) or told.get("value") is None:
        raise BookRefused(where, "缺少 value")
    return DatedValue(
        _literal(told["value"], where, catalogue),
        _day(told.get("since"), where),
        _day(told.get("until"), where),
        str(told.get("source") or ""),
    )


def _literal(told: object, where: str, catalogue: Catalogue) -> Figure | DayAt | tuple[Word, ...]:
    """30%, 2000万元, 2025-06-30, 申报日, or a list of words."""
    if isinstance(told, list):
        return tuple(Word(str(each)) for each in told)
    if isinstance(told, date):
        return DayAt(told)
    text = str(told)
    for word in _ASKING_DAYS:
        if text == word:
            return DayAt(word)
    scanner = Scanner(text, catalogue)
    figure = scanner.figure()
    if figure is not None and scanner.is_done():
        return Figure(*figure)
    if not text.strip():
        raise BookRefused(where, "value 是空的")
    return (Word(text.strip()),)


def _refuse_overlapping_values(name: str, values: Iterable[DatedValue]) -> None:
    for one, other in combinations(values, 2):
        if (one.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (
            one.until or date.max
        ):
            raise BookRefused(f"参数〔{name}〕", "两个值在同一天都有效，请写明前一个的 until")


# --- amounts


def _amount(told: object, code: str, catalogue: Catalogue) -> Amount | None:
    if told is None:
        return None
    if isinstance(told, Mapping) and "ladder" in told:
        by, field = _field(told.get("by"), code, catalogue)
        rungs = [_rung(each, code, field, catalogue) for each in _list(told["ladder"], code)]
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


# --- examples


def _example(told: object, code: str, catalogue: Catalogue) -> Example:
    if not isinstance(told, Mapping) or not isinstance(told.get("row"), Mapping):
        raise BookRefused(code, '例子应写作 {case: …, day: …, row: {…}, expect: "yes"}')
    case = str(told.get("case") or "")
    where = f"{code}的例子“{case}”"
    day = _day(told.get("day"), where)
    expect = told.get("expect")
    if day is None:
        raise BookRefused(where, "缺少 day")
    if expect not in list(Verdict):
        raise BookRefused(where, 'expect 应为带引号的 "yes"、"no" 或 unknown')
    row = told["row"]
    return Example(case, day, read_row(row, catalogue, day, where), Verdict(str(expect)))
