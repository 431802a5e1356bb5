"""Every act of the table of transitions that people do, as a form under an address of its own."""

from collections.abc import Mapping
from typing import Final

from django.urls import reverse

from guatu.ledgers.events import Event
from guatu.web.views.items.forms import (
    closing,
    dispatching,
    instructions,
    looking_back,
    measures,
    office,
    reporting,
    scheduling,
    site_checks,
    work,
)
from guatu.web.views.items.forms.base import ActForm

_FORMS: Final[tuple[type[ActForm], ...]] = (
    dispatching.EditForm,
    dispatching.SignOffAskForm,
    dispatching.SignOffApproveForm,
    dispatching.SignOffReturnForm,
    dispatching.DispatchForm,
    work.SignForm,
    reporting.ReportForm,
    work.ProveForm,
    work.ReportReleaseForm,
    work.ReportDeclineForm,
    work.ReportReturnForm,
    work.UrgeForm,
    work.ExtensionAskForm,
    work.ExtensionWithdrawForm,
    work.ExtensionApproveForm,
    work.ExtensionRefuseForm,
    office.DeadlineForm,
    scheduling.ScheduleForm,
    office.AssignForm,
    office.HandOverForm,
    office.ReleaseForm,
    office.SuspendForm,
    office.ResumeForm,
    office.LongTermForm,
    office.EndLongTermForm,
    office.MergeForm,
    office.TransferForm,
    office.VoidForm,
    closing.CloseAskForm,
    closing.CloseWithdrawForm,
    closing.ReviewForm,
    closing.ReviewReturnForm,
    closing.VerifyForm,
    closing.VerifyReturnForm,
    closing.SiteCheckForm,
    site_checks.SiteCheckPlanForm,
    site_checks.SiteCheckDoneForm,
    site_checks.SiteCheckDropForm,
    closing.MeetingForm,
    closing.JudgeEvidenceForm,
    closing.ApproveForm,
    closing.DeclineForm,
    closing.ObjectForm,
    closing.PublishedForm,
    looking_back.LookBackPlanForm,
    looking_back.LookBackDropForm,
    looking_back.LookBackHoldForm,
    looking_back.ReopenForm,
    instructions.InstructForm,
    instructions.ClosingReportForm,
    instructions.ReadForm,
    instructions.AnswerForm,
)
FORMS: Final[Mapping[Event, type[ActForm]]] = {form.event: form for form in _FORMS}


def slug(event: Event) -> str:
    """How an act is called in an address: item.close_asked is close-asked."""
    return event.value.removeprefix("item.").replace("_", "-")


BY_SLUG: Final[Mapping[str, type[ActForm]]] = {
    **{slug(form.event): form for form in _FORMS},
    "measure-add": measures.MeasureAddForm,
    "measure-change": measures.MeasureChangeForm,
    "measure-drop": measures.MeasureDropForm,
}
"""Measures are edited by forms of their own, under the one event of editing."""


def url_of(event: Event, pk: int, target: int | None = None) -> str:
    """The address of an act on an item, or on one of its rows."""
    address = reverse("web:item-act", args=[pk, slug(event)])
    return f"{address}?of={target}" if target else address
