"""Deeds on roles and delegations: who may do what, where, from when to when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Q
from django.http import Http404

from guatu.accounts.actions import roles
from guatu.accounts.errors import NothingToDelegate
from guatu.accounts.lists.people import Keeping, colleagues
from guatu.accounts.models import Delegation, Office, Person, Role, Unit
from guatu.http.requests import RegistryDeed, Request
from guatu.web.views.accounts.forms.base import DeedForm, Done, PersonField, UnitField, key_of, one_of
from guatu.web.views.accounts.forms.people import KeeperForm, PersonDeed
from guatu.web.views.accounts.places import as_keeper, as_office_keeper, keeping
from guatu.web.views.items.forms.fields import day, line

ONE_DAY: Final = timedelta(days=1)
KINDS: Final = [
    ("单位角色", [(kind.value, kind.label) for kind in Role.IN_UNIT]),
    ("办公室角色", [(kind.value, kind.label) for kind in Role.IN_OFFICE]),
]
_NO_COLLEAGUE: Final = "不能委托给“{}”：受托人须与委托人同单位，或在同一处任职，且账号在用，请从列表中选"


class GrantForm(KeeperForm):
    """A role from a day, to a day or until it is revoked."""

    title = "授予角色"
    confirm = "授予"
    template = "web/accounts/_fields_wide.html"
    is_wide = True

    kind = one_of("角色", KINDS, attrs={"data-shows": "kind"})
    unit = UnitField("单位", required=False)
    office = one_of("办公室", required=False)
    valid_from = day("起始日期", required=False, hint="不填为今天，不能早于今天")
    until = day("最后一天", required=False, hint="不填为长期")

    def fill(self) -> None:
        self.offer_units("unit")
        self.offices = {str(one.pk): one for one in _offices(self.keeping)}
        office = self.fields["office"]
        office.choices = [("", "请选"), *((pk, one.name) for pk, one in self.offices.items())]  # type: ignore[attr-defined]
        self.fields["unit"].widget.attrs["data-shown-for"] = " ".join(Role.IN_UNIT)
        office.widget.attrs["data-shown-for"] = " ".join(Role.IN_OFFICE)
        self.initial["valid_from"] = self.request.clock.on

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "kind" in given:
            name = "office" if given["kind"] in Role.IN_OFFICE else "unit"
            if not given.get(name) and name not in self.errors:
                self.add_error(name, f"请选{self.fields[name].label}")
        return given

    def grant(self, person: Person) -> Role:
        given, until = self.cleaned_data, self.cleaned_data["until"]
        in_office = given["kind"] in Role.IN_OFFICE
        office = self.offices[given["office"]] if in_office else None
        unit = None if in_office else given["unit"]
        deed = (
            as_office_keeper(self.request, office)
            if office
            else as_keeper(self.request, given["unit"].division)
        )
        return roles.grant(
            person=person,
            kind=given["kind"],
            office=office,
            unit=unit,
            valid_from=given["valid_from"],
            valid_to=until + ONE_DAY if until else None,
            **deed,
        )


class Grant(GrantForm, PersonDeed):
    """A role for the person whose page it is."""

    def fill(self) -> None:
        super().fill()
        self.initial["unit"] = self.person.unit.name

    def perform(self) -> Done:
        role = self.grant(self.person)
        return Done(words=f"已授予{self.person.name}：{role.office or role.unit}的{role}")


class GrantHere(GrantForm):
    """A role in the office whose card it is."""

    person = PersonField("人员")
    field_order = ("person", "kind", "valid_from", "until")

    def fill(self) -> None:
        super().fill()
        del self.fields["unit"], self.fields["office"]
        self.fields["kind"].choices = KINDS[1][1]  # type: ignore[attr-defined]
        field = self.fields["person"]
        assert isinstance(field, PersonField)  # noqa: S101 - made so above
        field.offer(self.keeping.people().filter(is_active=True).select_related("unit"))
        as_office_keeper(self.request, self.here)

    @property
    def here(self) -> Office:
        office: Office = self.subject
        return office

    @property
    def heading(self) -> str:
        return f"授予角色 {self.here.name}"

    def clean(self) -> dict[str, Any]:
        self.offices[str(self.here.pk)] = self.here
        self.cleaned_data["office"] = str(self.here.pk)
        return self.cleaned_data

    def perform(self) -> Done:
        role = self.grant(self.cleaned_data["person"])
        return Done(words=f"已授予{role.person.name}：{self.here.name}的{role}")


class Revoke(PersonDeed):
    title = "解除角色"
    confirm = "解除"
    is_grave = True

    def fill(self) -> None:
        found = Role.objects.select_related("office__unit__division", "unit__division")
        self.role = found.filter(person=self.person, pk=key_of(self.request)).first()
        if self.role is None:
            raise Http404

    @property
    def explanation(self) -> str:
        role = self.role
        assert role is not None  # noqa: S101 - else the page was not there
        return f"{self.person.name}自今天起不再是{role.office or role.unit}的{role}。"

    def perform(self) -> Done:
        role = self.role
        assert role is not None  # noqa: S101 - as above
        roles.revoke(role=role, **_place_deed(self.request, role))
        return Done(words=f"已解除{self.person.name}的{role}")


class DelegateForm(DeedForm):
    """One's work at one place, in other hands until a day."""

    title = "委托"
    confirm = "委托"
    note = "受托人以自己的身份登录代办，留痕同时记两人。不能转委托。"

    place = one_of("委托哪项工作")
    delegate = PersonField("受托人", stranger=_NO_COLLEAGUE)
    valid_from = day("起始日期", required=False, hint="不填为今天")
    until = day("最后一天")
    reason = line("事由", required=False)

    def prepare(self) -> None:
        self.check()
        held = Role.objects.in_force(on=self.request.clock.on).filter(person=self.principal)
        self.places = dict(_places(held.select_related("office__unit__division", "unit__division")))
        self.fields["place"].choices = [(key, one.words) for key, one in self.places.items()]  # type: ignore[attr-defined]
        field = self.fields["delegate"]
        assert isinstance(field, PersonField)  # noqa: S101 - made so above
        field.offer(colleagues(self.principal).select_related("unit"))
        self.initial["valid_from"] = self.request.clock.on

    def check(self) -> None:
        """Refuse who may not."""

    @property
    def principal(self) -> Person:
        person: Person = self.subject
        return person

    def by(self, place: Office | Unit) -> RegistryDeed:
        raise NotImplementedError

    def perform(self) -> Done:
        given = self.cleaned_data
        work = self.places.get(given["place"])
        if work is None:
            raise NothingToDelegate(person=self.principal.name, where="所选之处")
        place = work.place
        row = roles.delegate(
            principal=self.principal,
            delegate=given["delegate"],
            office=place if isinstance(place, Office) else None,
            unit=place if isinstance(place, Unit) else None,
            kind=work.kind,
            valid_from=given["valid_from"],
            valid_to=given["until"] + ONE_DAY,
            reason=given["reason"],
            **self.by(place),
        )
        return Done(words=f"已委托{row.delegate.name}办理{row.work}，至 {given['until']}")


class DelegateOwn(DelegateForm):
    """On one's own account."""

    reason = line("事由", hint="如出差、培训、休假，记入留痕")

    def by(self, place: Office | Unit) -> RegistryDeed:
        return self.request.clock.registry_deed()


class DelegateFor(DelegateForm):
    """By an administrator, for somebody who is ill or away."""

    def check(self) -> None:
        keeping(self.request)

    @property
    def heading(self) -> str:
        return f"委托 {self.principal.name}的工作"

    def by(self, place: Office | Unit) -> RegistryDeed:
        if isinstance(place, Office):
            return as_office_keeper(self.request, place)
        return as_keeper(self.request, place.division)


class WithdrawForm(DeedForm):
    title = "撤回委托"
    confirm = "撤回"

    def prepare(self) -> None:
        self.check()
        found = Delegation.objects.select_related("delegate", "office__unit__division", "unit__division")
        self.row = found.filter(principal=self.subject, pk=key_of(self.request)).first()
        if self.row is None:
            raise Http404

    def check(self) -> None:
        """Refuse who may not."""

    def by(self, row: Delegation) -> RegistryDeed:
        return self.request.clock.registry_deed()

    @property
    def explanation(self) -> str:
        row = self.row
        assert row is not None  # noqa: S101 - else the page was not there
        return f"{row.delegate.name}自今天起不再代办{row.work}。"

    def perform(self) -> Done:
        row = self.row
        assert row is not None  # noqa: S101 - as above
        roles.withdraw(delegation=row, **self.by(row))
        return Done(words=f"已撤回给{row.delegate.name}的委托")


class WithdrawFor(WithdrawForm):
    """By an administrator."""

    def check(self) -> None:
        keeping(self.request)

    def by(self, row: Delegation) -> RegistryDeed:
        return _place_deed(self.request, row)


def _place_deed(request: Request, row: Role | Delegation) -> RegistryDeed:
    if row.office is not None:
        return as_office_keeper(request, row.office)
    assert row.unit is not None  # noqa: S101 - a constraint of the database
    return as_keeper(request, row.unit.division)


def _offices(kept: Keeping) -> Iterator[Office]:
    """Offices in which the person may grant: one's own, and those of the division that have nobody yet."""
    administrators = Role.objects.filter(kind=Role.Kind.ADMINISTRATOR, valid_to=None, person__is_active=True)
    empty = Q(unit__division__in=kept.divisions) & ~Q(pk__in=administrators.values("office"))
    found = Office.objects.filter(Q(pk__in=kept.offices) | empty)
    yield from found.select_related("unit__division").order_by("pk")


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody may hand over: one role, or all that he holds at a place."""

    place: Office | Unit
    kind: str
    words: str


def _places(held: Iterable[Role]) -> Iterator[tuple[str, Work]]:
    """Each role by its place; where there are several at one place, all of them together first."""
    by_place: dict[str, list[Role]] = {}
    for role in held:
        key = f"office-{role.office_id}" if role.office_id else f"unit-{role.unit_id}"
        by_place.setdefault(key, []).append(role)
    for key, there in by_place.items():
        place = there[0].office or there[0].unit
        assert place is not None  # noqa: S101 - a constraint of the database
        if len(there) == 1:
            yield key, Work(place, there[0].kind, f"{place} {there[0]}")
            continue
        yield key, Work(place, "", f"{place} 全部角色")
        for role in there:
            yield f"{key}-{role.kind}", Work(place, role.kind, f"{place} {role}")


ROLE_DEEDS: Final[dict[str, type[DeedForm]]] = {
    "grant": Grant,
    "revoke": Revoke,
    "delegate": DelegateFor,
    "withdraw": WithdrawFor,
}
