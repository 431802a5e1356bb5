"""Handing over what a unit still owes, once its functions have passed to another."""

from django.urls import reverse

from guatu.accounts.errors import RoleNotHeld
from guatu.accounts.lists.units import UnitPage
from guatu.accounts.models import Unit
from guatu.ledgers.actions import assignments
from guatu.web.views.accounts import owing
from guatu.web.views.accounts.forms.base import DeedForm, Done, one_of, several
from guatu.web.views.items.forms.fields import line


class HandOver(DeedForm):
    """All open items, or those that are ticked, go to the unit that carries on."""

    title = "移交在办事项"
    confirm = "移交"
    is_wide = True
    template = "web/accounts/_hand_over.html"
    note = "完成数一并带走，承接单位重新签收，生成留痕。"

    taker = one_of("承接单位")
    reason = line("依据", hint="划转文件或理由")
    items = several("事项", (), required=True)

    def prepare(self) -> None:
        if not self.request.clock.by.offices(owing.COORDINATOR):
            raise RoleNotHeld(role="督办员")
        self.found = list(owing.to_hand_over(self.request, self.page.unit))
        self.takers = {str(one.successor_id): one.successor for one in self.page.after}
        self.fields["taker"].choices = [(pk, unit.name) for pk, unit in self.takers.items()]  # type: ignore[attr-defined]
        self.fields["items"].choices = [(str(one.pk), f"{one.number} {one.title}") for one in self.found]  # type: ignore[attr-defined]
        last = self.page.after[-1] if self.page.after else None
        self.initial = {
            "taker": str(last.successor_id) if last else "",
            "reason": last.paper if last else "",
            "items": [str(one.pk) for one in self.found],
        }

    @property
    def page(self) -> UnitPage:
        page: UnitPage = self.subject
        return page

    @property
    def heading(self) -> str:
        return f"移交 {self.page.unit.name}的在办事项"

    def perform(self) -> Done:
        given = self.cleaned_data
        taker: Unit = self.takers[given["taker"]]
        done = assignments.hand_over(
            pks=[int(pk) for pk in given["items"]],
            giver=self.page.unit,
            taker=taker,
            reason=given["reason"],
            **self.request.clock.deed(),
        )
        address = reverse("web:unit", args=[self.page.unit.pk])
        return Done(words=f"已移交 {len(done)} 件给{taker.name}", address=address)
