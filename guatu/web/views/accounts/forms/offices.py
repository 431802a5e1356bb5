"""Deeds on offices and on the working calendar."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from guatu.accounts.actions import calendar, offices
from guatu.accounts.lists.units import named
from guatu.accounts.models import Office
from guatu.web.views.accounts.forms.base import DeedForm, Done, UnitField, number, one_of
from guatu.web.views.accounts.forms.roles import GrantHere
from guatu.web.views.accounts.places import as_administrator, as_keeper, as_office_keeper, keeping
from guatu.web.views.items.forms.fields import day, line

_TERM: Final = "按工作日计"


class OfficeForm(DeedForm):
    """A name, the unit that it is, and its terms."""

    name = line("办公室名称", longest=80)
    unit = UnitField("所在单位", hint="设办公室的单位，全称、简称或代码")
    sign_within = number("签收时限", least=1, most=60, hint=_TERM)
    answer_within = number("延期批复时限", least=1, most=60, hint=_TERM)

    def prepare(self) -> None:
        kept = keeping(self.request)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)  # noqa: S101 - made so above
        field.offer(named(kept.divisions, on=self.request.clock.on))
        self.fill()

    def fill(self) -> None:
        self.initial = {"sign_within": 2, "answer_within": 5}


class AddOffice(OfficeForm):
    title = "新设办公室"
    confirm = "新设"
    note = "办公室可以建台账，留痕自成一条链。新设后请授予管理员。"

    def perform(self) -> Done:
        unit = self.cleaned_data["unit"]
        office = offices.add(**self.cleaned_data, **as_keeper(self.request, unit.division))
        return Done(words=f"已新设{office.name}，请授予管理员")


class ChangeOffice(OfficeForm):
    title = "设置"
    confirm = "保存"

    @property
    def office(self) -> Office:
        office: Office = self.subject
        return office

    @property
    def heading(self) -> str:
        return f"设置 {self.office.name}"

    def fill(self) -> None:
        office = self.office
        as_office_keeper(self.request, office)
        self.initial = {
            "name": office.name,
            "unit": office.unit.name,
            "sign_within": office.sign_within,
            "answer_within": office.answer_within,
        }

    def perform(self) -> Done:
        office = offices.change(
            office=self.office, **self.cleaned_data, **as_office_keeper(self.request, self.office)
        )
        return Done(words=f"{office.name}的设置已保存")


class DecideDay(DeedForm):
    title = "登记调整"
    confirm = "登记"
    note = "与国务院办公厅放假安排不同的日子在此登记，还在计的期限次日重算。"

    day = day("日期")
    what = one_of("改为", [("work", "上班"), ("rest", "休息")])
    paper = line("依据", hint="文件名称和文号")

    def prepare(self) -> None:
        as_administrator(self.request)
        self.initial["day"] = self.request.GET.get("day", "")
        try:
            asked = date.fromisoformat(self.initial["day"])
        except ValueError:
            return
        self.initial["what"] = "rest" if self.request.clock.calendar.is_working(asked) else "work"

    def perform(self) -> Done:
        given = self.cleaned_data
        is_working = given["what"] == "work"
        deed = as_administrator(self.request)
        calendar.decide(day=given["day"], is_working=is_working, note=given["paper"], **deed)
        return Done(words=f"{given['day']} 已登记为{'上班' if is_working else '休息'}")


OFFICE_DEEDS: Final[Mapping[str, type[DeedForm]]] = {"change": ChangeOffice, "grant": GrantHere}
