"""Deeds on people: added, moved, closed, given passwords, roles and delegations."""

from collections.abc import Mapping
from typing import Final

from django.urls import reverse

from guatu.accounts.actions import people, roles, totp
from guatu.accounts.lists.people import Keeping
from guatu.accounts.lists.units import named
from guatu.accounts.models import Person, Role
from guatu.http import sessions, signing_in
from guatu.http.requests import RegistryDeed
from guatu.web.views.accounts.forms.base import (
    DeedForm,
    Done,
    Secret,
    UnitField,
    several,
)
from guatu.web.views.accounts.places import as_keeper, keeping
from guatu.web.views.items.forms.fields import day, line


class KeeperForm(DeedForm):
    """A deed of an administrator."""

    def prepare(self) -> None:
        self.keeping: Keeping = keeping(self.request)
        self.fill()

    def fill(self) -> None:
        """Choices and first values."""

    def offer_units(self, name: str) -> None:
        """Let the units that the person keeps be chosen from."""
        field = self.fields[name]
        assert isinstance(field, UnitField)  # noqa: S101 - made so below
        field.offer(named(self.keeping.divisions, on=self.request.clock.on))


class AddPerson(KeeperForm):
    title = "新增人员"
    confirm = "新增"
    is_wide = True
    template = "web/accounts/_fields_wide.html"
    note = "新增后显示一次初始密码，本人首次登录须改。"

    name = line("姓名", longest=40)
    unit = UnitField("所在单位")
    username = line("用户名", longest=60, hint="字母、数字、汉字和 . _ @ -")
    external_id = line("统一身份标识", required=False, longest=80, hint="平台编号；不得填身份证号")
    kinds = several("单位角色", [(kind.value, str(kind.label)) for kind in Role.IN_UNIT])

    def fill(self) -> None:
        self.offer_units("unit")
        self.initial["unit"] = self.request.GET.get("unit", "")

    def perform(self) -> Done:
        given = self.cleaned_data
        kinds, unit = given.pop("kinds"), given["unit"]
        password = people.initial_password(
            given["username"], name=given["name"], external_id=given["external_id"]
        )
        deed = as_keeper(self.request, unit.division)
        person = people.add(password=password, **given, **deed)
        for kind in kinds:
            roles.grant(person=person, kind=kind, unit=unit, **deed)
        return Done(
            words=f"已新增 {person.name}",
            address=reverse("web:person", args=[person.pk]),
            secret=Secret(person=person, password=password),
        )


class PersonDeed(KeeperForm):
    """A deed on one person."""

    @property
    def person(self) -> Person:
        person: Person = self.subject
        return person

    @property
    def deed(self) -> RegistryDeed:
        return as_keeper(self.request, self.person.unit.division)

    @property
    def heading(self) -> str:
        return f"{self.title} {self.person.name}"


class ChangePerson(PersonDeed):
    title = "修改"
    confirm = "保存"
    name = line("姓名", longest=40)
    external_id = line("统一身份标识", required=False, longest=80, hint="平台编号；不得填身份证号")

    def fill(self) -> None:
        self.initial = {"name": self.person.name, "external_id": self.person.external_id}

    def perform(self) -> Done:
        people.change(person=self.person, **self.cleaned_data, **self.deed)
        return Done(words=f"{self.cleaned_data['name']}的信息已修改")


class MovePerson(PersonDeed):
    title = "调动"
    confirm = "调动"
    note = "角色不随人走，请另行解除和授予。"
    unit = UnitField("调入单位")
    on = day("调动日期")
    why_earlier = line("补录原因", required=False, hint="调动日期早于今天时填写")

    def fill(self) -> None:
        self.offer_units("unit")
        self.initial["on"] = self.request.clock.on

    def perform(self) -> Done:
        given = self.cleaned_data
        people.move(person=self.person, **{**self.deed, **given})
        return Done(words=f"{self.person.name}已调到{given['unit'].name}")


class Deactivate(PersonDeed):
    title = "停用"
    confirm = "停用"
    is_grave = True

    @property
    def explanation(self) -> str:
        held = Role.objects.in_force(on=self.request.clock.on).filter(person=self.person)
        words = "、".join(
            f"{role.office or role.unit}的{role}" for role in held.select_related("office", "unit")
        )
        ending = f"同时终止：{words}。" if words else ""
        return f"{self.person.name}将不能登录，各处登录立即退出。{ending}"

    def perform(self) -> Done:
        people.deactivate(person=self.person, **self.deed)
        sessions.end_all_of(self.person.pk)
        return Done(words=f"{self.person.name}已停用")


class Reactivate(PersonDeed):
    title = "启用"
    confirm = "启用"
    note = "启用后可以登录，角色需重新授予。"

    def perform(self) -> Done:
        people.reactivate(person=self.person, **self.deed)
        return Done(words=f"{self.person.name}已启用")


class ResetPassword(PersonDeed):
    title = "重置密码"
    confirm = "重置"
    note = "原密码作废，各处登录退出，登录锁定解除。新的初始密码只显示一次。"

    def perform(self) -> Done:
        password = signing_in.reset_password(self.person, **self.deed)
        return Done(words="密码已重置", secret=Secret(person=self.person, password=password))


class ResetCode(PersonDeed):
    title = "重置动态口令"
    confirm = "重置"
    note = "原验证器作废，下次登录时重新绑定。"

    def perform(self) -> Done:
        totp.reset(person=self.person, **self.deed)
        return Done(words=f"{self.person.name}的动态口令已重置")


PERSON_DEEDS: Final[Mapping[str, type[DeedForm]]] = {
    "change": ChangePerson,
    "move": MovePerson,
    "deactivate": Deactivate,
    "reactivate": Reactivate,
    "reset-password": ResetPassword,
    "reset-code": ResetCode,
}
