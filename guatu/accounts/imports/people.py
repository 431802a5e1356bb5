"""People from a workbook: matched by identifier, by user name, then by name in their unit."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Prefetch, Q

from guatu.accounts import fields, queries
from guatu.accounts.errors import FieldMalformed
from guatu.accounts.imports import sheets
from guatu.accounts.imports.previews import Judging, Preview, Row, Verdict, twice
from guatu.accounts.imports.sheets import Column, Line, Sheet
from guatu.accounts.models import Division, Person, Role, ShortName, Unit

COLUMNS: Final = (
    Column(field="name", head="姓名", others=("人员姓名", "联络员姓名"), note="本人姓名。", is_needed=True),
    Column(
        field="unit",
        head="所在单位",
        others=("单位", "单位名称", "工作单位", "部门"),
        note="单位全称、简称或代码，须已在单位名册中。",
        is_needed=True,
    ),
    Column(
        field="username",
        head="用户名",
        others=("账号", "登录名", "登录账号"),
        note="登录用，字母、数字、汉字和 . _ @ -；不填则用统一身份标识。",
    ),
    Column(
        field="external_id",
        head="统一身份标识",
        others=("工号", "身份标识", "人员编号"),
        note="统一身份平台的编号；填写后以它认人。请勿填身份证号。",
    ),
    Column(
        field="roles",
        head="角色",
        others=("人员角色", "身份"),
        note="联络员、单位审核人，可用 / 分开；办公室角色请在页面逐人授予。",
    ),
)
_HEADS: Final = {column.field: column.head for column in COLUMNS}
_ROLES: Final = {
    "联络员": Role.Kind.LIAISON,
    "单位联络员": Role.Kind.LIAISON,
    "单位审核人": Role.Kind.REVIEWER,
    "审核人": Role.Kind.REVIEWER,
}
_IDENTITY_CARD: Final = re.compile(r"\d{17}[\dXx]")


def template() -> bytes:
    """The workbook to fill in."""
    return sheets.template(COLUMNS, "人员")


def preview(data: bytes, *, division: Division, on: date) -> Preview:
    """What importing the workbook into the units of a division, and those below it, would do."""
    return judge(sheets.read(data, COLUMNS), division=division, on=on)


def judge(sheet: Sheet, *, division: Division, on: date) -> Preview:
    """Every row against the registry as it is now, by five statements."""
    registry = _Registry(sheet, division, on)
    drafts = [_Draft(sheet, line, registry) for line in sheet.lines]
    _refuse_twins(drafts)
    return Preview(division_id=division.pk, sheet=sheet, rows=tuple(draft.row() for draft in drafts))


class _Registry:
    """The units and people that rows are matched with."""

    def __init__(self, sheet: Sheet, division: Division, on: date) -> None:
        self.division = division
        self.below = queries.divisions_below([division.pk])
        names = Prefetch("short_names", ShortName.objects.filter(dropped_on__isnull=True))
        units = Unit.objects.in_force(on=on).filter(division__in=self.below).prefetch_related(names)
        self.units: dict[str, list[Unit]] = {}
        for unit in units:
            called = (unit.name, unit.code, *(one.name for one in unit.short_names.all()))
            for name in dict.fromkeys(filter(None, called)):
                self.units.setdefault(name, []).append(unit)
        not_ended = Role.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
        people = Person.objects.select_related("unit").prefetch_related(Prefetch("roles", not_ended))
        self.people = list(people.filter(_named_by(sheet) | Q(unit__division__in=self.below)))
        self.by_username = {person.username: person for person in self.people}
        self.by_external_id = {person.external_id: person for person in self.people if person.external_id}

    def unit(self, name: str) -> Unit | None:
        """The unit so called: by full name or code before a short name that others share."""
        found = self.units.get(name, [])
        exact = [unit for unit in found if name in (unit.name, unit.code)]
        return exact[0] if len(exact) == 1 else found[0] if len(found) == 1 else None

    def namesakes(self, name: str, unit: Unit) -> list[Person]:
        return [person for person in self.people if person.name == name and person.unit_id == unit.pk]


def _named_by(sheet: Sheet) -> Q:
    """Whoever bears an identifier or a user name of the sheet, wherever they sit."""
    cells = [line.cells for line in sheet.lines]
    ids = {one["external_id"] for one in cells if one.get("external_id")}
    names = {fields.username(one["username"]) for one in cells if one.get("username")}
    return Q(external_id__in=ids) | Q(username__in=names | {fields.username(one) for one in ids})


class _Draft(Judging):
    """A row as a person to be: the unit they sit in, and who they are where they are known already."""

    heads = _HEADS

    def __init__(self, sheet: Sheet, line: Line, registry: _Registry) -> None:
        super().__init__(sheet, line)
        self.registry = registry
        self.name = self.take("name", lambda cell: fields.text(Person, "name", cell))
        self.external_id = self.take("external_id", _external_id)
        self.username = self.take("username", lambda cell: fields.new_username(Person, cell) if cell else "")
        self.unit = self._unit()
        self.person = self._person()
        self.kinds = self._kinds()
        self._check()

    def _unit(self) -> Unit | None:
        cell = self.cell("unit")
        found = self.registry.unit(cell) if cell else None
        if found is None:
            several = len(self.registry.units.get(cell, ())) > 1
            why = f"有多个单位叫“{cell}”，请填全称或代码" if several else f"名册中没有“{cell}”，请先导入单位"
            self.refuse("unit", why if cell else "未填所在单位，请补填")
        return found

    def _person(self) -> Person | None:
        """By identifier, by user name, and, where neither is written, by name in the unit."""
        if self.external_id and (found := self.registry.by_external_id.get(self.external_id)):
            return found
        if self.username:
            return self.registry.by_username.get(self.username)
        if self.external_id or self.unit is None:
            return None
        namesakes = self.registry.namesakes(self.name, self.unit)
        if len(namesakes) > 1:
            self.refuse("name", f"{self.unit.name}有{len(namesakes)}位{self.name}，请填用户名以区分")
        return namesakes[0] if namesakes else None

    def _kinds(self) -> tuple[str, ...]:
        kinds = []
        for name in re.split(r"[/／、,，;；\s]+", self.cell("roles")):
            if name and name not in _ROLES:
                self.refuse("roles", f"“{name}”不能由导入授予，只可填联络员、单位审核人")
            elif name:
                kinds.append(_ROLES[name].value)
        return tuple(dict.fromkeys(kinds))

    def _check(self) -> None:
        if self.person is None:
            self._check_new()
            return
        person = self.person
        if person.unit.division_id not in self.registry.below:
            self.refuse("name", "该标识或用户名已登记给本区划以外的人员，请核对")
        elif not person.is_active:
            self.refuse("name", f"{person.name}已停用，请先在人员页面启用")
        elif self.username and self.username != person.username:
            self.refuse("username", f"登记的用户名是{person.username}，不能由导入改动，请留空或改回")
        elif self.external_id and person.external_id not in ("", self.external_id):
            self.refuse("external_id", f"用户名{person.username}登记的是另一标识，请核对")
        elif self._differences() and any(role.office_id for role in person.roles.all()):
            self.refuse("name", f"{person.name}在办公室任职，请在人员页面单独修改")

    def _check_new(self) -> None:
        """Who is new needs a user name that nobody has; the identifier serves where none is written."""
        if not self.username and self.external_id:
            self.username = self.take("external_id", lambda cell: fields.new_username(Person, cell))
        if not self.username and not self.cell("username"):
            self.refuse("username", "新增人员未填用户名，请补填用户名或统一身份标识")
        elif self.username in self.registry.by_username:
            self.refuse("username", f"用户名“{self.username}”已被使用，请换一个")

    def _differences(self) -> dict[str, Any]:
        """What the row changes of a known person, roles apart; an empty cell changes nothing."""
        assert self.person is not None  # noqa: S101 - asked for known ones alone
        person = self.person
        new = {"name": self.name, "external_id": self.external_id}
        found: dict[str, Any] = {
            field: value for field, value in new.items() if value and value != getattr(person, field)
        }
        if self.unit is not None and self.unit.pk != person.unit_id:
            found["unit_id"] = self.unit.pk
        return found

    def row(self) -> Row:
        """The row as it is shown and done."""
        if self.problems:
            return self._row(Verdict.REFUSE, {})
        if self.person is None:
            return self._row(Verdict.ADD, self._new())
        values = self._differences()
        if kinds := self._missing_kinds(self.person):
            values["kinds"] = kinds
        return self._row(Verdict.CHANGE if values else Verdict.KEEP, values)

    def _new(self) -> dict[str, Any]:
        assert self.unit is not None  # noqa: S101 - else it is a problem
        return {
            "name": self.name,
            "username": self.username,
            "external_id": self.external_id,
            "unit_id": self.unit.pk,
            "kinds": self.kinds,
        }

    def _missing_kinds(self, person: Person) -> tuple[str, ...]:
        """The roles of the row that the person does not hold in the unit."""
        assert self.unit is not None  # noqa: S101 - else it is a problem
        held = {role.kind for role in person.roles.all() if role.unit_id == self.unit.pk}
        return tuple(kind for kind in self.kinds if kind not in held)

    def _row(self, verdict: Verdict, values: Mapping[str, Any]) -> Row:
        return Row(
            number=self.line.number,
            verdict=verdict,
            name=self.name,
            pk=self.person.pk if self.person else None,
            changes=self._changes(self.person, values) if self.person and values else {},
            values=values,
            problems=tuple(self.problems),
        )

    def _changes(self, person: Person, values: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
        shown = {
            "name": ("姓名", person.name, self.name),
            "external_id": ("统一身份标识", person.external_id, self.external_id),
            "unit_id": ("所在单位", person.unit.name, self.unit.name if self.unit else ""),
            "kinds": ("角色", "", "、".join(Role.Kind(kind).label for kind in values.get("kinds", ()))),
        }
        return {head: (old, new) for field, (head, old, new) in shown.items() if field in values}


def _external_id(cell: str) -> str:
    """An identifier, which is no identity card: such numbers are not kept."""
    if _IDENTITY_CARD.fullmatch(cell):
        raise FieldMalformed(field="统一身份标识", value="…", cure="不得填写身份证号，请改用平台编号或留空")
    return fields.text(Person, "external_id", cell)


def _refuse_twins(drafts: Sequence[_Draft]) -> None:
    """One person in two rows."""
    by_number = {draft.line.number: draft for draft in drafts}
    known = twice([(draft.line.number, str(draft.person.pk) if draft.person else "") for draft in drafts])
    names = twice([(draft.line.number, draft.username) for draft in drafts])
    ids = twice([(draft.line.number, draft.external_id) for draft in drafts])
    for number, first in (names | ids | known).items():
        by_number[number].refuse("name", f"与第{first}行是同一人，请只保留一行，多个角色写在一格")
