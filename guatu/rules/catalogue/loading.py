"""A catalogue from YAML: fields with their labels, types and units, conversions, trees beside it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from guatu.kernel.code_trees import read_tree
from guatu.kernel.errors import CodeRefusal
from guatu.kernel.industries import industries, read_industries
from guatu.kernel.numbers import parse_number
from guatu.rules.catalogue.codes import Codes
from guatu.rules.catalogue.computing import fields_of, read_expression
from guatu.rules.catalogue.expressions import Expression
from guatu.rules.catalogue.fields import DAY_OF_EVENT, FIELD_TYPES, Catalogue, Field
from guatu.rules.catalogue.trees import DivisionCodes, IndustryCodes, ListedCodes
from guatu.rules.catalogue.units import Conversions
from guatu.rules.errors import CatalogueRefused, ClashingLabels, RuleTextRefused
from guatu.rules.language.words import FULL_WIDTH, RESERVED
from guatu.rules.told import read_yaml

Entry = Mapping[str, object]
_KEYS = frozenset(
    {"name", "label", "type", "unit", "yearly", "grades", "tree", "many", "fields", "day", "value"}
    | {"fresh_days", "source"}
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_EQUALS = re.compile(r"\s*([\d.,]+)\s*(\S+)\s*")


def load_catalogue(path: Path) -> Catalogue:
    """The catalogue in a YAML file: a list of fields, or a mapping of `title`, `units` and `fields`.

    Trees named in it are CSV files beside it. Refuses what breaks a catalogue's rules, naming the field.
    """
    told = read_yaml(path, CatalogueRefused)
    return read_catalogue(told, folder=path.parent)


def read_catalogue(told: object, *, folder: Path | None = None) -> Catalogue:
    """The catalogue from plain values, as YAML gives them."""
    body = told if isinstance(told, Mapping) else {"fields": told}
    entries = body.get("fields")
    if not isinstance(entries, list) or not entries:
        raise CatalogueRefused("", "没有字段，请在 fields 下逐条列出")
    title = str(body.get("title") or "字段目录")
    conversions = _conversions(body.get("units") or [])
    trees: dict[str, Codes] = {}
    fields, texts = _fields(entries, folder, trees, title)
    return _derived(Catalogue(fields, conversions, title), texts)


def _conversions(entries: object) -> Conversions:
    """`{unit: 度, equals: 1千瓦时}`, one step each."""
    declared: dict[str, tuple[Decimal, str]] = {}
    for entry in entries if isinstance(entries, list) else [entries]:
        unit = str(entry.get("unit", "")) if isinstance(entry, Mapping) else ""
        match = _EQUALS.fullmatch(str(entry.get("equals", ""))) if isinstance(entry, Mapping) else None
        factor = parse_number(match[1]) if match else None
        if not unit or match is None or factor is None or factor <= 0:
            raise CatalogueRefused("的单位换算", f"{entry!r} 应写作 {{unit: 度, equals: 1千瓦时}}")
        declared[unit] = (factor, match[2])
    return Conversions(declared)


def _fields(
    entries: Iterable[object], folder: Path | None, trees: dict[str, Codes], title: str
) -> tuple[tuple[Field, ...], dict[str, str]]:
    """The fields, and the texts of those that are derived."""
    fields: list[Field] = []
    texts: dict[str, str] = {}
    for at, entry in enumerate(entries, start=1):
        if not isinstance(entry, Mapping):
            raise CatalogueRefused(f"第{at}条", "应写作 {name: …, label: …, type: …}")
        field = _field(entry, at, folder, trees)
        fields.append(field)
        if entry.get("value") is not None:
            texts[field.name] = str(entry["value"])
    _refuse_clashes(fields, title)
    return tuple(fields), texts


def _field(entry: Entry, at: int, folder: Path | None, trees: dict[str, Codes]) -> Field:
    name = str(entry.get("name") or "")
    where = f"第{at}条“{name}”"
    if not _NAME.fullmatch(name):
        raise CatalogueRefused(f"第{at}条", "name 应为英文列名，以字母开头，只含字母、数字和下划线")
    if odd := sorted(set(map(str, entry)) - _KEYS):
        raise CatalogueRefused(where, f"不认识的键：{'、'.join(odd)}")
    kind = entry.get("type")
    if kind not in FIELD_TYPES:
        raise CatalogueRefused(where, f"type 应为 {'、'.join(FIELD_TYPES)} 之一")
    inner, computed = _fields(_listed(entry.get("fields"), where), folder, trees, name)
    if computed:
        raise CatalogueRefused(where, "事件和关联记录里的字段不能用 value 算出")
    field = Field(
        name=name,
        label=str(entry.get("label") or name).strip(),
        type=kind,
        unit=str(entry.get("unit") or ""),
        yearly=entry.get("yearly") is True,
        grades=tuple(str(each) for each in _listed(entry.get("grades"), where)),
        codes=_codes(entry.get("tree"), where, folder, trees),
        many=entry.get("many") is True,
        fields=inner,
        day=str(entry.get("day") or DAY_OF_EVENT),
        fresh_days=_days(entry.get("fresh_days"), where),
        source=str(entry.get("source") or ""),
    )
    _refuse_misfit(field, where, is_derived=entry.get("value") is not None)
    return field


def _listed(told: object, where: str) -> list[object]:
    if told is None:
        return []
    if not isinstance(told, list):
        raise CatalogueRefused(where, f"{told!r} 应写成列表")
    return told


def _days(told: object, where: str) -> int | None:
    if told is None:
        return None
    if not isinstance(told, int) or isinstance(told, bool) or told < 1:
        raise CatalogueRefused(where, "fresh_days 应为正整数（天）")
    return told


def _codes(told: object, where: str, folder: Path | None, trees: dict[str, Codes]) -> Codes | None:
    """`industry`, `division`, or a CSV file beside the catalogue."""
    if told is None:
        return None
    name = str(told)
    if name not in trees:
        trees[name] = _tree(name, where, folder)
    return trees[name]


def _tree(name: str, where: str, folder: Path | None) -> Codes:
    if name == "industry":
        return IndustryCodes(industries())
    if name == "division":
        return DivisionCodes()
    if folder is None:
        raise CatalogueRefused(where, f"找不到代码表“{name}”")
    try:
        text = (folder / name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise CatalogueRefused(where, f"读不出代码表“{name}”，它应是目录旁的 UTF-8 CSV 文件") from None
    try:
        if "industr" in name:
            return IndustryCodes(read_industries(text))
        return ListedCodes(read_tree(text, f"代码表“{name}”"))
    except CodeRefusal as refusal:
        raise CatalogueRefused(where, str(refusal)) from None


def _refuse_misfit(field: Field, where: str, *, is_derived: bool) -> None:
    """What a field of its type needs, and what none may have."""
    if field.type == "grade" and len(set(field.grades)) < 2:
        raise CatalogueRefused(where, "等级字段要在 grades 里从高到低列出至少两档")
    if field.grades and field.type != "grade":
        raise CatalogueRefused(where, "只有等级字段（type: grade）才有 grades")
    if field.is_list != bool(field.fields):
        raise CatalogueRefused(where, "事件和关联记录（也只有它们）要在 fields 里列出各自的字段")
    if field.type == "events" and not any(
        each.name == field.day and each.type == "date" for each in field.fields
    ):
        raise CatalogueRefused(where, f"事件要有一个日期字段“{field.day}”，或用 day 指明是哪一个")
    if any(each.is_list for each in field.fields):
        raise CatalogueRefused(where, "事件和关联记录里不能再有事件或关联记录")
    if field.yearly and (field.is_list or field.type == "dated_set"):
        raise CatalogueRefused(where, "按年填报的只能是单个值或集合")
    if (field.codes or field.many) and field.type != "code":
        raise CatalogueRefused(where, "只有代码字段（type: code）才有 tree 和 many")
    if field.unit and field.type != "number":
        raise CatalogueRefused(where, "只有数值字段（type: number）才写 unit；金额一律为元，百分比为小数")
    if is_derived and not field.is_figure:
        raise CatalogueRefused(where, "算出的字段（value）只能是数值、金额或百分比")


def _refuse_clashes(fields: Iterable[Field], title: str) -> None:
    """Two fields of one name or label, or a field called like a word of the language."""
    listed = list(fields)
    counts = Counter(word for field in listed for word in {field.name, field.label})
    for field in listed:
        for word in (field.name, field.label):
            if counts[word] > 1:
                raise ClashingLabels(f"“{title}”", f"“{word}”指了不止一个字段，请改名")
            if word.translate(FULL_WIDTH) in RESERVED:
                raise ClashingLabels(f"“{title}”", f"“{word}”是规则语言的词，不能作字段名，请改名")


def _derived(catalogue: Catalogue, texts: Mapping[str, str]) -> Catalogue:
    """The catalogue with the expressions of its derived fields read."""
    values: dict[str, Expression] = {}
    for name, text in texts.items():
        field = catalogue[name]
        try:
            values[name] = read_expression(text, catalogue, yearly=field.yearly)
        except RuleTextRefused as refusal:
            raise CatalogueRefused(f"“{field.label}”的算式", str(refusal)) from None
    _refuse_rings(catalogue, values)
    fields = tuple(replace(each, value=values.get(each.name)) for each in catalogue.fields)
    return Catalogue(fields, catalogue.conversions, catalogue.title)


def _refuse_rings(catalogue: Catalogue, values: Mapping[str, Expression]) -> None:
    """A field that is computed from itself, straight or through others."""
    reads = {name: fields_of(value) for name, value in values.items()}
    for name in values:
        waiting, seen = set(reads[name]), set[str]()
        while waiting:
            each = waiting.pop()
            if each == name:
                raise CatalogueRefused(f"“{catalogue[name].label}”的算式", "绕了一圈又用到它自己，请改写")
            seen.add(each)
            waiting |= reads.get(each, frozenset()) - seen
