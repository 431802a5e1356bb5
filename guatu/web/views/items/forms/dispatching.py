"""Before the units have it: changed, sent for sign-off, dispatched."""

from typing import Any, Final

from django import forms
from django.db.models import Q

from guatu.accounts.models import Person, Role
from guatu.http.requests import Deed
from guatu.kernel.coordinates import Coordinates, UnknownCoordinates, parse_coordinates
from guatu.ledgers.actions import dispatching, items, sign_offs
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, Ledger, Phase, SignOff, StandardVersion
from guatu.web.views.items.forms import fields
from guatu.web.views.items.forms.base import ActForm

_PLAIN: Final = (
    "title", "problem", "goal", "category", "importance", "lead_leader", "sponsor_leader", "cadence",
    "due_text", "place",
)  # fmt: skip


class EditForm(ActForm):
    """Words, leaders, phase and standard; before dispatch the deadline too."""

    event, title, confirm = Event.EDITED, "修改", "保存"
    is_wide, template = True, "web/items/_edit_fields.html"

    title_ = fields.line("事项")
    problem = fields.words("问题", required=False)
    goal = fields.words("目标", required=False, rows=2)
    category = fields.line("分类", required=False, longest=60)
    importance = forms.ChoiceField(label="重要程度", choices=Item.Importance.choices)
    phase = fields.choice("阶段", required=False)
    lead_leader = fields.line("牵头领导", required=False, longest=80)
    sponsor_leader = fields.line("包保领导", required=False, longest=80)
    place = fields.line("地点", required=False, longest=120)
    coordinates = fields.line(
        "坐标", required=False, longest=60, hint="从地图上复制，如 30.512345,104.123456"
    )
    standard = fields.choice("销号标准", required=False)
    cadence = forms.ChoiceField(
        label="报送频次", choices=[("", "按台账"), *Ledger.Cadence.choices], required=False
    )
    due_text = fields.line("时限原文", required=False, longest=80)
    due_kind = forms.ChoiceField(label="时限类型", choices=Item.DueKind.choices, required=False)
    deadline = fields.day("办结时限", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["title"] = self.fields.pop("title_")
        self.order_fields(["title"])
        if self.item.state != Item.State.DRAFT:
            del self.fields["due_kind"], self.fields["deadline"]
        fields.offer(self.fields["phase"], self._phases(), empty="不分阶段")
        fields.offer(self.fields["standard"], self._standards(), empty="未定")
        self.initial = {name: _shown(self.item, name) for name in self.fields if name != "seen"}
        self.initial["seen"] = self.item.revision

    def _phases(self) -> list[tuple[int, str]]:
        return list(Phase.objects.filter(ledger=self.item.ledger).values_list("pk", "name"))

    def _standards(self) -> list[tuple[int, str]]:
        found = StandardVersion.objects.filter(standard__office=self.item.ledger.office_id)
        usable = found.filter(Q(standard__is_retired=False) | Q(pk=self.item.standard_id or 0))
        rows = usable.select_related("standard").order_by("standard", "-number")
        return [(one.pk, f"{one.standard.name} {one}") for one in rows]

    def clean_coordinates(self) -> Coordinates | None:
        written = self.cleaned_data["coordinates"]
        try:
            return parse_coordinates(written) if written else None
        except UnknownCoordinates as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    @property
    def explanation(self) -> str:
        return "销号申请正在办理，改动后申请随之失效。" if self.item.state in Item.CLOSING else ""

    def perform(self, deed: Deed) -> str:
        given = self.cleaned_data
        values: dict[str, object] = {name: given[name] for name in _PLAIN}
        values["phase"] = Phase.objects.filter(pk=given["phase"]).first()
        values["standard"] = StandardVersion.objects.filter(pk=given["standard"]).first()
        where = given["coordinates"]
        values["latitude"], values["longitude"] = where or (None, None)
        if "deadline" in given:
            values["deadline"], values["due_kind"] = given["deadline"], given["due_kind"]
        items.edit(pk=self.item.pk, seen=given["seen"], values=values, **deed)
        return f"{self.item.number} 已修改"

    def differences(self) -> list[tuple[str, str, str]]:
        """Field, what was typed, what stands now: where both differ, after somebody else changed it."""
        found = []
        for name, field in self.fields.items():
            typed, now = self[name].value(), _shown(self.item, name)
            if name != "seen" and str(typed or "") != str(now or ""):
                found.append((str(field.label), _said(field, typed), _said(field, now)))
        return found


def _shown(item: Item, name: str) -> Any:
    attribute = f"{name}_id" if name in ("phase", "standard") else name
    return getattr(item, attribute, None)


def _said(field: forms.Field, value: object) -> str:
    choices: Any = getattr(field, "choices", ())
    return str(
        dict(choices).get(value, "") or next((b for a, b in choices if str(a) == str(value)), value or "空")
    )


class SignOffAskForm(ActForm):
    """To a leader before dispatch."""

    event, title, confirm = Event.SIGN_OFF_ASKED, "送审签", "送审"
    note = "领导同意后才能交办；所审内容随即定格。"

    leader = fields.choice("审签领导")

    def prepare(self) -> None:
        roles = Role.objects.in_force(on=self.page.on).filter(kind="leader", person__is_active=True)
        found = roles.filter(office=self.item.ledger.office_id).values_list("person", "person__name")
        fields.offer(self.fields["leader"], found.distinct(), empty="选一位领导")

    def perform(self, deed: Deed) -> str:
        leader = Person.objects.get(pk=self.cleaned_data["leader"])
        sign_offs.ask(pks=[self.item.pk], leader=leader, **deed)
        return f"已送{leader.name}审签"


class _SignOffAnswerForm(ActForm):
    paper = fields.paper("纸质审签扫描件", required=True, hint="领导在纸上签过，由督办员凭扫描件登记")

    def prepare(self) -> None:
        asked = self.item.sign_off
        if asked is not None and sign_offs.is_asked_of(self.page.who, asked):
            del self.fields["paper"]

    def _sign_off(self) -> SignOff:
        found = self.item.sign_off
        if found is None or found.state != SignOff.State.ASKED:
            raise self.gone("没有在等的审签")
        return found

    @property
    def explanation(self) -> str:
        asked = self.item.sign_off
        count = asked.items.count() if asked else 0
        return f"这份审签一共 {count} 项，一并答复。" if count > 1 else ""


class SignOffApproveForm(_SignOffAnswerForm):
    """The leader agrees."""

    event, title, confirm = Event.SIGN_OFF_APPROVED, "审签同意", "同意"

    remark = fields.words("意见", required=False, rows=2)
    field_order = ("remark", "paper")

    def perform(self, deed: Deed) -> str:
        sign_offs.approve(
            sign_off=self._sign_off(),
            remark=self.cleaned_data["remark"],
            paper=self.kept("paper", deed),
            **deed,
        )
        return "审签已同意，可以交办"


class SignOffReturnForm(_SignOffAnswerForm):
    """The leader sends the list back."""

    event, title, confirm = Event.SIGN_OFF_RETURNED, "审签退回", "退回"

    remark = fields.words("意见", hint="写明改什么")
    field_order = ("remark", "paper")

    def perform(self, deed: Deed) -> str:
        sign_offs.send_back(
            sign_off=self._sign_off(),
            remark=self.cleaned_data["remark"],
            paper=self.kept("paper", deed),
            **deed,
        )
        return "已退回督办员修改"


class DispatchForm(ActForm):
    """To the units."""

    event, title, confirm = Event.DISPATCHED, "交办", "交办"

    @property
    def explanation(self) -> str:
        units = "、".join(dict.fromkeys(row.assignment.unit.name for row in self.page.rows))
        within = self.item.ledger.office.sign_within
        until = f"时限 {self.item.deadline}" if self.item.deadline else self.item.get_due_kind_display()
        return f"交给{units or '（还没有承办单位）'}，{until}。各单位 {within} 个工作日内签收。"

    def perform(self, deed: Deed) -> str:
        dispatching.dispatch(pks=[self.item.pk], **deed)
        return f"{self.item.number} 已交办"
