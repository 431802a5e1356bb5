"""Deeds on units and divisions: added, renamed, changed, ended; functions passed on (职能划转)."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.http import Http404
from django.urls import reverse

from guatu.accounts import permissions
from guatu.accounts.actions import divisions, units
from guatu.accounts.errors import NotAdministrator
from guatu.accounts.lists.units import named
from guatu.accounts.models import Division, Unit
from guatu.http.requests import RegistryDeed
from guatu.kernel.divisions import SCHEMES
from guatu.web.views.accounts.forms.base import DeedForm, Done, UnitField, key_of, number, one_of
from guatu.web.views.accounts.places import as_keeper
from guatu.web.views.items.forms.fields import day, line

SCHEME_NAMES: Final = {
    "gbt2260": "国标 GB/T 2260",
    "civil_affairs": "民政部代码",
    "statistics": "统计用代码",
    "local": "本地自编",
}
CODE_NAMES: Final = {"credit_code": "统一社会信用代码", "local": "自编代码"}


class InDivision(DeedForm):
    """A deed that an administrator of the division may do."""

    def prepare(self) -> None:
        if permissions.keeper_of(self.request.clock.by, self.division.pk) is None:
            raise NotAdministrator(where=self.division.name)
        self.fill()

    def fill(self) -> None:
        """Choices and first values."""

    @property
    def division(self) -> Division:
        division: Division = self.subject
        return division

    @property
    def deed(self) -> RegistryDeed:
        return as_keeper(self.request, self.division)

    def offer_units(self, name: str, *, but: Unit | None = None) -> None:
        """Let the units that the person keeps be chosen from."""
        field = self.fields[name]
        assert isinstance(field, UnitField)  # noqa: S101 - made so below
        kept = permissions.divisions_kept_by(self.request.clock.by)
        field.offer(named(kept, on=self.request.clock.on), but=but)

    @property
    def earlier(self) -> Mapping[str, Any]:
        """The day on which it happened, where the form asks for it."""
        given = self.cleaned_data
        return {**self.deed, "on": given["on"], "why_earlier": given["why_earlier"]}


class DatedForm(InDivision):
    """A deed that may have happened before it is entered, with the reason."""

    on = day("生效日期")
    why_earlier = line("补录原因", required=False, hint="生效日期早于今天时填写")

    def prepare(self) -> None:
        self.order_fields([name for name in self.fields if name not in ("on", "why_earlier")])
        self.initial["on"] = self.request.clock.on
        super().prepare()


class AddUnit(InDivision):
    """A new unit in a division."""

    title = "新增单位"
    confirm = "新增"
    is_wide = True
    template = "web/accounts/_fields_wide.html"

    name = line("单位名称", longest=80)
    short_names = line("简称", required=False, hint="多个简称用 / 分开")
    kind = one_of("类型", Unit.Kind.choices)
    parent = UnitField("上级单位", required=False)
    code = line("单位代码", required=False, longest=32, hint="自编代码或统一社会信用代码")
    valid_from = day("成立日期", required=False, hint="不填为今天")

    def fill(self) -> None:
        self.offer_units("parent")

    @property
    def heading(self) -> str:
        return f"新增单位 {self.division.name}"

    def perform(self) -> Done:
        given = self.cleaned_data
        names = [one for one in re.split(r"[/／、]", given["short_names"]) if one.strip()]
        unit = units.add(
            division=self.division,
            **{name: given[name] for name in ("name", "kind", "parent", "code", "valid_from")},
            **self.deed,
        )
        for name in dict.fromkeys(names):
            units.add_short_name(unit=unit, name=name, **self.deed)
        return Done(words=f"已新增{unit.name}", address=reverse("web:unit", args=[unit.pk]))


class UnitDeed(InDivision):
    """A deed on one unit."""

    @property
    def unit(self) -> Unit:
        unit: Unit = self.subject
        return unit

    @property
    def division(self) -> Division:
        return self.unit.division

    @property
    def heading(self) -> str:
        return f"{self.title} {self.unit.name}"


class RenameUnit(DatedForm, UnitDeed):
    title = "更名"
    confirm = "更名"
    note = "原名称转为简称，旧文件仍能认到本单位。"
    name = line("新名称", longest=80)

    def perform(self) -> Done:
        unit = units.rename(unit=self.unit, name=self.cleaned_data["name"], **self.earlier)
        return Done(words=f"{self.unit.name}已更名为{unit.name}")


class ChangeUnit(UnitDeed):
    title = "修改"
    confirm = "保存"
    kind = one_of("类型", Unit.Kind.choices)
    parent = UnitField("上级单位", required=False)
    code = line("单位代码", required=False, longest=32, hint="自编代码或统一社会信用代码")
    position = number("排序", hint="同类型单位按此从小到大排")

    def fill(self) -> None:
        unit = self.unit
        self.offer_units("parent", but=unit)
        above = unit.parent.name if unit.parent else ""
        self.initial = {"kind": unit.kind, "parent": above, "code": unit.code, "position": unit.position}

    def perform(self) -> Done:
        given = self.cleaned_data
        scheme = self.unit.code_scheme if given["code"] == self.unit.code else ""
        units.change(unit=self.unit, code_scheme=scheme, **given, **self.deed)
        return Done(words=f"{self.unit.name}已修改")


class EndUnit(UnitDeed):
    title = "撤销"
    confirm = "撤销单位"
    is_grave = True
    note = "撤销后不再承接新事项，历史记录保留。人员、下级单位和在办事项请先移走。"
    valid_to = day("撤销日期", hint="自这一天起不再存续")

    def fill(self) -> None:
        self.initial["valid_to"] = self.request.clock.on

    def perform(self) -> Done:
        unit = units.end(unit=self.unit, valid_to=self.cleaned_data["valid_to"], **self.deed)
        return Done(words=f"{unit.name}自 {unit.valid_to} 撤销")


class AddShortName(UnitDeed):
    title = "加简称"
    confirm = "添加"
    note = "读文件和导入时按简称认单位。"
    name = line("简称", longest=80)

    def perform(self) -> Done:
        row = units.add_short_name(unit=self.unit, name=self.cleaned_data["name"], **self.deed)
        return Done(words=f"已加简称“{row.name}”")


class DropShortName(UnitDeed):
    title = "停用简称"
    confirm = "停用"

    def fill(self) -> None:
        self.row = self.unit.short_names.filter(pk=key_of(self.request)).first()
        if self.row is None:
            raise Http404

    @property
    def explanation(self) -> str:
        return f"文件中再写“{self.row}”，不再认作{self.unit.name}。"

    def perform(self) -> Done:
        assert self.row is not None  # noqa: S101 - else the page was not there
        units.drop_short_name(short_name=self.row, **self.deed)
        return Done(words=f"简称“{self.row}”已停用")


class Succeed(UnitDeed):
    """Functions pass to another unit."""

    title = "职能划转"
    confirm = "登记划转"
    successor = UnitField("承接单位")
    effective_on = day("划转日期")
    paper = line("依据文件", hint="文件名称和文号")

    def fill(self) -> None:
        self.offer_units("successor", but=self.unit)
        self.initial["effective_on"] = self.request.clock.on

    @property
    def explanation(self) -> str:
        return f"{self.unit.name}的职能划给承接单位。登记后由督办员移交在办事项。"

    def perform(self) -> Done:
        row = units.succeed(predecessor=self.unit, **self.cleaned_data, **self.deed)
        return Done(words=f"已登记：{row.effective_on} 起职能划给{row.successor.name}")


class AddDivision(InDivision):
    title = "加下级区划"
    confirm = "添加"
    name = line("名称", longest=60)
    scheme = one_of("代码体系", [(code, SCHEME_NAMES[code]) for code in SCHEMES])
    code = line("区划代码", longest=12)
    valid_from = day("启用日期", required=False, hint="不填为今天")

    def fill(self) -> None:
        self.initial["scheme"] = self.division.scheme

    @property
    def heading(self) -> str:
        return f"加下级区划 {self.division.name}"

    def perform(self) -> Done:
        row = divisions.add(parent=self.division, **self.cleaned_data, **self.deed)
        return Done(words=f"已加{row.name}", address=f"{reverse('web:units')}?division={row.pk}")


class EndDivision(InDivision):
    title = "停用区划"
    confirm = "停用"
    is_grave = True
    note = "停用前，区划内的单位和下级区划应已撤销或划走。"
    valid_to = day("停用日期", hint="自这一天起停用")

    def fill(self) -> None:
        self.initial["valid_to"] = self.request.clock.on

    @property
    def heading(self) -> str:
        return f"停用区划 {self.division.name}"

    def perform(self) -> Done:
        ends: date = self.cleaned_data["valid_to"]
        row = divisions.end(division=self.division, valid_to=ends, **self.deed)
        return Done(words=f"{row.name}自 {ends} 停用", address=reverse("web:units"))


UNIT_DEEDS: Final[Mapping[str, type[UnitDeed]]] = {
    "rename": RenameUnit,
    "change": ChangeUnit,
    "short-name": AddShortName,
    "drop-short-name": DropShortName,
    "succeed": Succeed,
    "end": EndUnit,
}
DIVISION_DEEDS: Final[Mapping[str, type[InDivision]]] = {"add": AddDivision, "end": EndDivision}
