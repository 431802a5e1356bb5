"""Units from a workbook: matched by code, then by name in their division; an empty cell changes nothing."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Prefetch, Q

from guatu.accounts import fields, queries
from guatu.accounts.actions.units import coded
from guatu.accounts.errors import FieldMalformed
from guatu.accounts.imports import sheets
from guatu.accounts.imports.previews import Judging, Preview, Row, Verdict, twice
from guatu.accounts.imports.sheets import Column, Line, Sheet
from guatu.accounts.models import Division, ShortName, Unit

COLUMNS: Final = (
    Column(
        field="name",
        head="单位名称",
        others=("单位全称", "名称", "全称", "单位"),
        note="单位全称，如 云桥县住房和城乡建设局。",
        is_needed=True,
    ),
    Column(
        field="short_names",
        head="简称",
        others=("单位简称", "别名", "曾用名"),
        note="多个简称用 / 分开，如 住建局/县建设局；只增不减。",
    ),
    Column(
        field="division",
        head="所属区划",
        others=("区划", "行政区划", "所在地区", "所属地区", "地区"),
        note="区划名称或代码；不填为导入时所选的区划。",
    ),
    Column(
        field="kind",
        head="类型",
        others=("单位类型", "类别", "单位类别", "性质", "单位性质"),
        note="部门、镇街、企业、其他；不填为部门。",
    ),
    Column(
        field="parent",
        head="上级单位",
        others=("主管单位", "主管部门"),
        note="上级单位的全称或代码，可以是本表中的单位。",
    ),
    Column(
        field="code",
        head="单位代码",
        others=("代码", "编码", "统一社会信用代码"),
        note="单位自编代码或统一社会信用代码；填写后以代码认单位，名称改动视为更名。",
    ),
    Column(field="valid_from", head="成立日期", others=("启用日期",), note="如 2019-03-01；不填为导入当天。"),
)
_HEADS: Final = {column.field: column.head for column in COLUMNS} | {"names": "简称"}
_KINDS: Final = {
    "部门": Unit.Kind.DEPARTMENT,
    "县直部门": Unit.Kind.DEPARTMENT,
    "县直单位": Unit.Kind.DEPARTMENT,
    "机关": Unit.Kind.DEPARTMENT,
    "镇街": Unit.Kind.TOWN,
    "乡镇": Unit.Kind.TOWN,
    "镇": Unit.Kind.TOWN,
    "乡": Unit.Kind.TOWN,
    "街道": Unit.Kind.TOWN,
    "企业": Unit.Kind.ENTERPRISE,
    "国企": Unit.Kind.ENTERPRISE,
    "国有企业": Unit.Kind.ENTERPRISE,
    "其他": Unit.Kind.OTHER,
}
_LONGEST: Final = 80


def template() -> bytes:
    """The workbook to fill in."""
    return sheets.template(COLUMNS, "单位")


def preview(data: bytes, *, division: Division, on: date) -> Preview:
    """What importing the workbook into a division, and those below it, would do."""
    return judge(sheets.read(data, COLUMNS), division=division, on=on)


def judge(sheet: Sheet, *, division: Division, on: date) -> Preview:
    """Every row against the registry as it is now, by five statements."""
    registry = _Registry(division, on)
    drafts = [_Draft(sheet, line, registry) for line in sheet.lines]
    _refuse_twins(drafts)
    named = {key: draft for draft in reversed(drafts) for key in (draft.name, draft.code) if key}
    for draft in drafts:
        draft.find_parent(named)
    for draft in drafts:
        draft.refuse_ring()
    _refuse_orphans(drafts)
    return Preview(division_id=division.pk, sheet=sheet, rows=tuple(draft.row() for draft in drafts))


class _Registry:
    """The units and divisions that rows are matched with."""

    def __init__(self, division: Division, on: date) -> None:
        self.division, self.on = division, on
        below = queries.divisions_below([division.pk])
        names = Prefetch("short_names", ShortName.objects.filter(dropped_on__isnull=True))
        standing = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
        self.divisions = list(Division.objects.in_force(on=on).filter(pk__in=below))
        self.units = list(Unit.objects.filter(standing, division__in=below).prefetch_related(names))
        self.by_name = {(unit.division_id, unit.name): unit for unit in self.units}
        self.by_code = {unit.code: unit for unit in self.units if unit.code}
        self.by_pk = {unit.pk: unit for unit in self.units}
        codes = Unit.objects.exclude(code="").exclude(pk__in=self.by_pk).values_list("code", flat=True)
        self.parents: dict[int, Unit | _Draft] = {}
        """Unit → the unit above it by this table."""
        self.codes_elsewhere = frozenset(codes)

    def division_of(self, name: str) -> Division | None:
        found = [one for one in self.divisions if name in (one.name, one.code)]
        return found[0] if len(found) == 1 else None

    def unit(self, key: str) -> Unit | None:
        """The unit of a full name or a code, where only one is meant."""
        found = [unit for unit in self.units if key in (unit.name, unit.code)]
        return found[0] if len(found) == 1 else None


class _Draft(Judging):
    """A row as a unit to be: its cells understood, the standing unit that it means found."""

    heads = _HEADS

    def __init__(self, sheet: Sheet, line: Line, registry: _Registry) -> None:
        super().__init__(sheet, line)
        self.registry = registry
        self.name = self.take("name", lambda cell: fields.text(Unit, "name", cell))
        self.code = self.take("code", lambda cell: coded(cell)["code"])
        self.kind = self.take("kind", _kind)
        self.valid_from = self.take("valid_from", _day)
        self.division = self._division()
        self.unit = self._unit()
        self.names = self._short_names()
        self.parent: Unit | _Draft | None = None

    def _division(self) -> Division:
        cell = self.cell("division")
        found = self.registry.division_of(cell) if cell else self.registry.division
        if found is None:
            self.refuse("division", f"“{cell}”不是{self.registry.division.name}的区划，请填区划全称或代码")
        return found or self.registry.division

    def _unit(self) -> Unit | None:
        """By code, then by name in the division; a name that bears another code is another unit's."""
        if self.code in self.registry.codes_elsewhere:
            self.refuse("code", f"代码{self.code}已由本区划以外或已撤销的单位使用，请核对")
        by_code = self.registry.by_code.get(self.code)
        by_name = self.registry.by_name.get((self.division.pk, self.name))
        if by_code and by_name and by_code != by_name:
            self.refuse("name", f"与代码{self.code}登记的“{by_code.name}”不是一家，请核对代码或名称")
        if by_code and self.cell("division") and by_code.division_id != self.division.pk:
            self.refuse("division", f"“{by_code.name}”登记在其他区划，不能由导入改动，请核对")
        if by_name and not by_code and self.code and by_name.code:
            self.refuse("code", f"“{self.name}”登记的代码是{by_name.code}，请核对")
        return by_code or by_name

    def _short_names(self) -> tuple[str, ...]:
        """Names that the unit is not called yet."""
        cells = [" ".join(one.split()) for one in self.cell("short_names").replace("／", "/").split("/")]
        known = {self.name} | ({one.name for one in self.unit.short_names.all()} if self.unit else set())
        names = tuple(dict.fromkeys(one for one in cells if one and one not in known))
        for name in names:
            if len(name) > _LONGEST:
                self.refuse("short_names", f"“{name[:12]}…”超过{_LONGEST}字，请缩短，多个简称用 / 分开")
        return names

    def find_parent(self, named: Mapping[str, "_Draft"]) -> None:
        """The unit above, standing already or in this table."""
        if cell := self.cell("parent"):
            self.parent = named.get(cell) or self.registry.unit(cell)
            if isinstance(self.parent, _Draft) and self.parent.unit:
                self.parent = self.parent.unit
            if self.parent is None:
                self.refuse("parent", f"没有“{cell}”，请填上级单位全称或代码，或先在表中加上该单位")
            elif isinstance(self.parent, _Draft) and self.parent.problems:
                self.refuse("parent", f"上级单位所在的第{self.parent.line.number}行有误，请先改正")
            if self.unit and self.parent:
                self.registry.parents[self.unit.pk] = self.parent

    def refuse_ring(self) -> None:
        """A unit is not above itself, neither in the table nor through what stands."""
        seen: list[object] = [self.unit or self]
        above = self.parent
        while above is not None:
            if above in seen:
                self.refuse("parent", "与下级单位互为上级，请改正其中一个")
                return
            seen.append(above)
            above = self._above(above)

    def _above(self, one: "Unit | _Draft") -> "Unit | _Draft | None":
        if isinstance(one, _Draft):
            return one.parent
        return self.registry.parents.get(one.pk) or self.registry.by_pk.get(one.parent_id or 0)

    def row(self) -> Row:
        """The row as it is shown and done."""
        values = self._values()
        if self.problems:
            verdict, values = Verdict.REFUSE, {}
        else:
            verdict = Verdict.ADD if self.unit is None else Verdict.CHANGE if values else Verdict.KEEP
        return Row(
            number=self.line.number,
            verdict=verdict,
            name=self.name,
            pk=self.unit.pk if self.unit else None,
            changes=self._changes(values) if verdict is Verdict.CHANGE else {},
            values=values,
            problems=tuple(self.problems),
        )

    def _values(self) -> dict[str, Any]:
        """What the row sets; of a standing unit only what differs, and nothing by an empty cell."""
        parent = self._parent_reference()
        if self.unit is None:
            return {
                "name": self.name,
                "division_id": self.division.pk,
                "kind": self.kind or Unit.Kind.DEPARTMENT.value,
                "code": self.code,
                "valid_from": self.valid_from,
                "parent": parent,
                "names": self.names,
            }
        new = {"name": self.name, "kind": self.kind, "code": self.code, "parent": parent, "names": self.names}
        old = {
            "name": self.unit.name,
            "kind": self.unit.kind,
            "code": self.unit.code,
            "parent": ("unit", self.unit.parent_id),
        }
        return {field: value for field, value in new.items() if value and value != old.get(field)}

    def _parent_reference(self) -> tuple[str, int] | None:
        """`("unit", key)` of one that stands, `("row", number)` of one that is added by this table."""
        if isinstance(self.parent, _Draft):
            return ("row", self.parent.line.number)
        return ("unit", self.parent.pk) if self.parent else None

    def _changes(self, values: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
        assert self.unit is not None  # noqa: S101 - only what stands can change
        above = self.registry.by_pk.get(self.unit.parent_id or 0)
        before = {
            "name": self.unit.name,
            "kind": self.unit.get_kind_display(),
            "code": self.unit.code,
            "parent": above.name if above else "",
            "names": "/".join(one.name for one in self.unit.short_names.all()),
        }
        after = {
            "name": self.name,
            "kind": Unit.Kind(self.kind).label if self.kind else "",
            "code": self.code,
            "parent": self.parent.name if self.parent else "",
            "names": "/".join([*filter(None, [before["names"]]), *self.names]),
        }
        return {_HEADS[field]: (before[field], after[field]) for field in before if field in values}


def _refuse_orphans(drafts: Sequence[_Draft]) -> None:
    """Units below one that cannot be added wait with it."""
    waiting = [one for one in drafts if isinstance(one.parent, _Draft) and not one.problems]
    while found := [one for one in waiting if isinstance(one.parent, _Draft) and one.parent.problems]:
        for one in found:
            assert isinstance(one.parent, _Draft)  # noqa: S101 - chosen above
            one.refuse("parent", f"上级单位所在的第{one.parent.line.number}行有误，请先改正")
        waiting = [one for one in waiting if not one.problems]


def _refuse_twins(drafts: Sequence[_Draft]) -> None:
    """One unit in two rows: the same code, or the same name in one division."""
    by_number = {draft.line.number: draft for draft in drafts}
    codes = twice([(draft.line.number, draft.code) for draft in drafts])
    names = twice(
        [(draft.line.number, f"{draft.division.pk} {draft.name}" if draft.name else "") for draft in drafts]
    )
    for number, first in codes.items():
        by_number[number].refuse("code", f"与第{first}行代码相同，请只保留一行")
    for number, first in names.items():
        if number not in codes:
            by_number[number].refuse("name", f"与第{first}行是同一单位，请只保留一行")


def _kind(cell: str) -> str:
    if cell and cell not in _KINDS:
        raise FieldMalformed(field="类型", value=cell, cure="应为部门、镇街、企业、其他之一")
    return _KINDS[cell].value if cell else ""


def _day(cell: str) -> str:
    """A day as it is stored: 2019-03-01, as Excel or a person writes it."""
    if not cell:
        return ""
    try:
        return date(*map(int, re.split(r"[-./年月]", cell.rstrip("日")))).isoformat()
    except (TypeError, ValueError) as error:
        raise FieldMalformed(field="成立日期", value=cell, cure="应写作 2019-03-01") from error
