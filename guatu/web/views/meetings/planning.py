"""Planning a meeting, moving it, calling it off."""

from typing import Any, Final

from django import forms
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from guatu.accounts.queries import UnitBook, office_unit_book
from guatu.http.requests import Request
from guatu.ledgers.actions import meetings as deeds
from guatu.ledgers.actions.meetings import NewMeeting
from guatu.ledgers.errors import NotYours
from guatu.ledgers.events import Event
from guatu.ledgers.models import Attendance, Meeting, MeetingSeries
from guatu.ledgers.permissions import Part
from guatu.ledgers.queries import meetings
from guatu.web.views.intake.desk import office_of
from guatu.web.views.items.forms import fields
from guatu.web.views.ledgers.units import UnitsField, choices
from guatu.web.views.meetings.asking import ask, page_of
from guatu.web.views.meetings.showing import keeps, loaded

_SAME: Final = ("meets_on", "starts", "place", "chair", "units")


class PlanForm(forms.Form):
    """What is on the notice of a meeting: which, when, where, under whom, and which units are asked."""

    kind = forms.ChoiceField(label="会议类型", choices=MeetingSeries.Kind.choices)
    name = fields.line("会议名称", longest=80, hint="同名会议为一个系列，按年编第几次")
    meets_on = fields.day("会议日期")
    starts = forms.TimeField(
        label="开始时间",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "时间写成 15:00"},
    )
    place = fields.line("地点", required=False, longest=80)
    chair = fields.line("主持人", longest=80, hint="写职务，例如：分管副县长")

    def __init__(self, *args: Any, book: UnitBook, is_planned: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["units"] = UnitsField(
            label="参会单位", book=book, required=False, help_text="可用简称，多个用顿号隔开"
        )
        if is_planned:
            del self.fields["kind"], self.fields["name"]

    def given(self) -> dict[str, Any]:
        starts = self.cleaned_data["starts"]
        return {**self.cleaned_data, "starts": f"{starts:%H:%M}" if starts else ""}


@require_http_methods(["GET", "POST"])
def plan(request: Request) -> HttpResponse:
    """A new meeting; of a series it takes over what the last one had."""
    request.clock.deed()
    last = _last(request)
    office = last.series.office if last else office_of(request)
    book = office_unit_book(office, on=request.clock.on)
    form = PlanForm(request.POST or None, book=book, initial=_taken_over(last) if last else {})

    def do(_: dict[str, Any]) -> tuple[str, str]:
        made = deeds.plan(office=office, new=NewMeeting(**form.given()), **request.clock.deed())
        return f"已安排{made.title}", page_of(made)

    title = f"安排下一次{last.series.name}" if last else "安排会议"
    return ask(request, form, title=title, do=do, units=choices(book), confirm="安排", is_wide=True)


def _last(request: Request) -> Meeting | None:
    """The meeting that the new one comes after, where the address names one of an office that he keeps."""
    named = request.GET.get("after", "")
    if not named.isdecimal() or len(named) > 18:
        return None
    found = (
        meetings.visible(request.clock.by)
        .filter(pk=int(named))
        .select_related("series__office__unit")
        .first()
    )
    if found is None or not request.clock.by.holds("coordinator", office_id=found.series.office_id):
        raise Http404
    return found


def _taken_over(last: Meeting) -> dict[str, Any]:
    taken = {name: getattr(last, name) for name in ("starts", "place", "chair")}
    return taken | {"kind": last.series.kind, "name": last.series.name, "units": _names(last)}


def _names(meeting: Meeting) -> str:
    asked = meeting.attendances.exclude(status=Attendance.Status.DROPPED).select_related("unit")
    return "、".join(one.unit.name for one in asked)


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Another day or place, other units."""
    meeting = kept(request, pk, Event.MEETING_CHANGED)
    book = office_unit_book(meeting.series.office, on=request.clock.on)
    initial = {name: getattr(meeting, name, "") for name in _SAME} | {"units": _names(meeting)}
    form = PlanForm(request.POST or None, book=book, is_planned=True, initial=initial)

    def do(_: dict[str, Any]) -> tuple[str, str]:
        moved = deeds.change(meeting=meeting, **form.given(), **request.clock.deed())
        return f"{moved.title}的安排已保存", page_of(moved)

    return ask(
        request,
        form,
        title="调整会议安排",
        do=do,
        meeting=meeting,
        units=choices(book),
        confirm="保存",
        is_wide=True,
    )


class CancelForm(forms.Form):
    """Why it is called off."""

    reason = fields.line("取消原因")


@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    """Call it off."""
    meeting = kept(request, pk, Event.MEETING_CANCELLED)

    def do(given: dict[str, Any]) -> tuple[str, str]:
        deeds.cancel(meeting=meeting, reason=given["reason"], **request.clock.deed())
        return f"{meeting.title}已取消", page_of(meeting)

    note = "取消后留有记录，编号可再用。"
    form = CancelForm(request.POST or None)
    return ask(request, form, title=f"取消{meeting.title}", do=do, meeting=meeting, note=note, is_grave=True)


def kept(request: Request, pk: int, event: Event) -> Meeting:
    """The meeting, for who keeps it; whether it lets this happen now the action says."""
    request.clock.deed()
    meeting = loaded(request, pk)
    if not keeps(request, meeting):
        raise NotYours(deed=str(event.label), who=[Part.COORDINATOR.label])
    return meeting
