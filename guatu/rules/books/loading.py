"""A book of rules from YAML: a list of rules, or a mapping of `fields`, `parameters` and `rules`."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from guatu.rules.books.facts import read_row
from guatu.rules.books.granting import read_amount
from guatu.rules.books.parameters import read_parameters
from guatu.rules.books.rule import Book, Example, Rule
from guatu.rules.books.telling import day_told, listed, refuse_overlaps
from guatu.rules.catalogue.fields import Catalogue
from guatu.rules.catalogue.loading import load_catalogue
from guatu.rules.errors import BookRefused, RuleTextRefused
from guatu.rules.language.parsing import parse
from guatu.rules.language.syntax import Node
from guatu.rules.setting import Parameters
from guatu.rules.told import read_yaml
from guatu.rules.truth import Verdict

_OWN = frozenset(
    {"code", "name", "since", "until", "source", "when", "of", "excludes", "amount", "per", "examples"}
)


def load_book(path: Path, catalogue: Catalogue | None = None) -> Book:
    """The book in a YAML file. Its `fields` names the catalogue beside it, unless one is given.

    Refuses what breaks a book's rules, naming the rule; a text that is not understood also names its place.
    """
    told = read_yaml(path, BookRefused)
    return read_book(told, catalogue, folder=path.parent)


def read_book(told: object, catalogue: Catalogue | None = None, *, folder: Path | None = None) -> Book:
    """The book from plain values, as YAML gives them."""
    body = told if isinstance(told, Mapping) else {"rules": told}
    if catalogue is None:
        if folder is None or not body.get("fields"):
            raise BookRefused("文件", "没有说明字段目录，请写 fields: 文件名，或另外指明")
        catalogue = load_catalogue(folder / str(body["fields"]))
    parameters = read_parameters(body.get("parameters"), catalogue)
    entries = body.get("rules")
    if not isinstance(entries, list):
        raise BookRefused("文件", "没有规则，请在 rules 下逐条列出")
    rules = _rules(entries, catalogue, parameters)
    _refuse_overlaps(rules)
    return Book(catalogue, rules, parameters)


def _rules(entries: list[object], catalogue: Catalogue, parameters: Parameters) -> tuple[Rule, ...]:
    """The rules; where some are refused, all of these are told."""
    rules: list[Rule] = []
    refused: list[BookRefused] = []
    for at, entry in enumerate(entries, start=1):
        try:
            rules.append(_rule(entry, at, catalogue, parameters))
        except BookRefused as refusal:
            refused.append(refusal)
    if refused:
        first, *others = refused
        raise BookRefused(first.where, first.why, others=others) from first.__cause__
    return tuple(rules)


def _rule(entry: object, at: int, catalogue: Catalogue, parameters: Parameters) -> Rule:
    if not isinstance(entry, Mapping) or not entry.get("code"):
        raise BookRefused(f"第{at}条", "应写作 {code: …, when: …}")
    code = str(entry["code"])
    since, until = day_told(entry.get("since"), code), day_told(entry.get("until"), code)
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
        excludes=tuple(str(each) for each in listed(entry.get("excludes"), code)),
        amount=read_amount(entry.get("amount"), code, catalogue),
        per=str(entry.get("per") or ""),
        examples=tuple(_example(each, code, catalogue) for each in listed(entry.get("examples"), code)),
        more={str(key): value for key, value in entry.items() if key not in _OWN},
    )


def _node(text: object, code: str, catalogue: Catalogue, parameters: Parameters) -> Node:
    if not isinstance(text, str) or not text.strip():
        raise BookRefused(code, "缺少条件，请在 when 后写明")
    try:
        return parse(text, catalogue, parameters)
    except RuleTextRefused as refusal:
        raise BookRefused(code, str(refusal)) from refusal


def _refuse_overlaps(rules: Iterable[Rule]) -> None:
    """Two rules of one code must not be in force on the same day."""
    by_code: dict[str, list[Rule]] = {}
    for rule in rules:
        by_code.setdefault(rule.code, []).append(rule)
    for code, same in by_code.items():
        refuse_overlaps(same, code, "同一代码的两条规则在同一天都有效，请先写明前一条的 until")


def _example(told: object, code: str, catalogue: Catalogue) -> Example:
    if not isinstance(told, Mapping) or not isinstance(told.get("row"), Mapping):
        raise BookRefused(code, '例子应写作 {case: …, day: …, row: {…}, expect: "yes"}')
    case = str(told.get("case") or "")
    where = f"{code}的例子“{case}”"
    day = day_told(told.get("day"), where)
    expect = told.get("expect")
    if day is None:
        raise BookRefused(where, "缺少 day")
    if expect not in list(Verdict):
        raise BookRefused(where, 'expect 应为带引号的 "yes"、"no" 或 unknown')
    row = told["row"]
    return Example(case, day, read_row(row, catalogue, day, where), Verdict(str(expect)))
