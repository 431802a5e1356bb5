"""Looking again after close-out: planned, dropped, done with files, or the problem is back."""

from django import forms

from guatu.accounts.models import Person
from guatu.history.models import StoredFile
from guatu.http.requests import Deed
from guatu.ledgers.actions import look_backs
from guatu.ledgers.events import Event
from guatu.ledgers.models import LookBack
from guatu.ledgers.queries import look_backs as queries
from guatu.web.views.items.forms import fields
from guatu.web.views.items.forms.base import ActForm, ReasonForm

_PROOFS = ("proof_1", "proof_2", "proof_3")


class LookBackPlanForm(ActForm):
    """The day of looking again, and who looks."""

    event, title, confirm = Event.LOOK_BACK_PLANNED, "安排回头看", "安排"

    due_on = fields.day("回头看日期")
    looker = fields.choice("由谁看", required=False, hint="不选则任一核查员可看；办理人和承办单位的人不能看")

    def prepare(self) -> None:
        planned = self.page.look_back
        self.initial = {
            "due_on": planned.due_on if planned else None,
            "looker": planned.looker_id if planned else None,
        }
        named = queries.lookers([self.item.ledger], on=self.page.on)
        fields.offer(self.fields["looker"], named, empty="任一核查员")

    def perform(self, deed: Deed) -> str:
        pk = self.cleaned_data["looker"]
        looker = Person.objects.get(pk=pk) if pk else None
        planned = look_backs.plan(pk=self.item.pk, due_on=self.cleaned_data["due_on"], looker=looker, **deed)
        return f"回头看定在 {planned.due_on}" + (f"，由{looker.name}看" if looker else "")


class LookBackDropForm(ReasonForm):
    """It shall not be looked at again."""

    event, title, confirm = Event.LOOK_BACK_DROPPED, "不安排回头看", "不看"
    note = "取消这次回头看，理由留痕。"

    def perform(self, deed: Deed) -> str:
        look_backs.drop(pks=[self.item.pk], reason=self.cleaned_data["reason"], **deed)
        return f"{self.item.number} 不再安排回头看"


class _LookedForm(ReasonForm):
    """What was found, with up to three files."""

    reason_label = "回头看情况"

    proof_1 = fields.paper("佐证材料")
    proof_2 = fields.paper("佐证材料（二）")
    proof_3 = fields.paper("佐证材料（三）")

    def proofs(self, deed: Deed) -> list[StoredFile]:
        return [file for name in _PROOFS if (file := self.kept(name, deed)) is not None]


class LookBackHoldForm(_LookedForm):
    """It holds, or mostly does."""

    event, title, confirm = Event.LOOK_BACK_HELD, "回头看未反弹", "登记"

    result = forms.ChoiceField(
        label="结果",
        choices=[(one.value, one.label) for one in (LookBack.State.HOLDS, LookBack.State.MOSTLY)],
        initial=LookBack.State.HOLDS,
        required=False,
        widget=forms.RadioSelect,
    )
    field_order = ("result", "reason", *_PROOFS)

    def perform(self, deed: Deed) -> str:
        is_mostly = self.cleaned_data["result"] == LookBack.State.MOSTLY
        look_backs.hold(
            pk=self.item.pk,
            finding=self.cleaned_data["reason"],
            is_mostly=is_mostly,
            files=self.proofs(deed),
            **deed,
        )
        return f"回头看已登记：{'基本稳定' if is_mostly else '稳定'}"


class ReopenForm(_LookedForm):
    """It does not: the item opens again under its number."""

    event, title, confirm, is_grave = Event.REOPENED, "重新打开", "重新打开", True
    note = "原编号重新办理，首次承诺保留，各承办单位继续负责。"
    reason_label = "反弹情况"

    deadline = fields.day("新时限")
    field_order = ("reason", "deadline", *_PROOFS)

    def perform(self, deed: Deed) -> str:
        given = self.cleaned_data
        look_backs.reopen(
            pk=self.item.pk,
            finding=given["reason"],
            deadline=given["deadline"],
            files=self.proofs(deed),
            **deed,
        )
        return f"{self.item.number} 已重新打开"
