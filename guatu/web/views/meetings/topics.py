"""The agenda of a meeting: items put on it, taken off it, and what was decided about them."""

import re
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guatu.http.requests import Request
from guatu.ledgers.actions import meeting_topics as deeds
from guatu.ledgers.errors import NotYours
from guatu.ledgers.events import Event
from guatu.ledgers.models import Item, Meeting, MeetingTopic
from guatu.ledgers.permissions import Part
from guatu.ledgers.queries import meetings, visibility
from guatu.web.views.items.forms import fields
from guatu.web.views.meetings.asking import ask, page_of
from guatu.web.views.meetings.planning import kept

_BETWEEN = re.compile(r"[、，,;；\s]+")


class PutForm(forms.Form):
    """Items by their numbers."""

    items = fields.line("事项编号", hint="多个用顿号隔开，例如 5G-003、5G-007")

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.meeting = meeting

    def clean_items(self) -> list[int]:
        numbers = [one for one in _BETWEEN.split(self.cleaned_data["items"].upper()) if one]
        own = Item.objects.filter(ledger__office=self.meeting.series.office_id)
        found = dict(own.filter(number__in=numbers).values_list("number", "pk"))
        if unknown := [one for one in numbers if one not in found]:
            raise forms.ValidationError(f"本办公室没有编号 {'、'.join(unknown)}，请核对后再填")
        return [found[one] for one in numbers]


class DecideForm(forms.Form):
    """What the meeting decided, in its own words."""

    decision = fields.words("议定意见", hint="照会议纪要写：做什么、谁牵头、几时办结")


class ChooseForm(forms.Form):
    """The meeting that is to study an item."""

    meeting = fields.choice("会议")


@require_http_methods(["GET", "POST"])
def put(request: Request, pk: int) -> HttpResponse:
    """Put items on the agenda."""
    meeting = kept(request, pk, Event.TOPIC_PUT)
    form = PutForm(request.POST if request.method == "POST" else None, meeting=meeting)

    def do(given: dict[str, Any]) -> tuple[str, str]:
        made = deeds.put(meeting=meeting, items=given["items"], **request.clock.deed())
        return f"已列入 {len(made)} 个议题", page_of(meeting)

    note = "列入议题的事项，会后可记录议定意见，也可据此会议研究销号。"
    return ask(request, form, title="增加议题", do=do, meeting=meeting, note=note, confirm="列入")


@require_http_methods(["GET", "POST"])
def decide(request: Request, pk: int, topic: int) -> HttpResponse:
    """Record what was decided."""
    meeting, one = _topic(request, pk, topic, Event.TOPIC_DECIDED)
    first = {"decision": one.decision}
    form = DecideForm(request.POST if request.method == "POST" else None, initial=first)

    def do(given: dict[str, Any]) -> tuple[str, str]:
        deeds.decide(topic=one, decision=given["decision"], **request.clock.deed())
        return f"{one.item.number} 的议定意见已记录", page_of(meeting)

    note = f"{one.item.number} {one.item.title}。记录后，办理情况在下次会议上报告。"
    return ask(request, form, title="记录议定意见", do=do, meeting=meeting, note=note, confirm="记录")


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, pk: int, topic: int) -> HttpResponse:
    """Take an item off the agenda."""
    meeting, one = _topic(request, pk, topic, Event.TOPIC_WITHDRAWN)

    def do(_: dict[str, Any]) -> tuple[str, str]:
        deeds.withdraw(topic=one, **request.clock.deed())
        return f"{one.item.number} 已从议题中撤下", page_of(meeting)

    form = forms.Form(request.POST if request.method == "POST" else None)
    note = f"{one.item.number} {one.item.title}"
    return ask(request, form, title="撤下议题", do=do, meeting=meeting, note=note, confirm="撤下")


@require_http_methods(["GET", "POST"])
def of_item(request: Request, pk: int) -> HttpResponse:
    """Put one item before a meeting, from the item's own page."""
    request.clock.deed()
    item = visibility.items(request.clock.by).filter(pk=pk).select_related("ledger").first()
    if item is None:
        raise Http404
    if not request.clock.by.holds("coordinator", office_id=item.ledger.office_id):
        raise NotYours(deed=str(Event.TOPIC_PUT.label), who=[Part.COORDINATOR.label])
    chosen = {one.pk: one for one in meetings.taking_topics(item)}
    form = ChooseForm(request.POST if request.method == "POST" else None)
    fields.offer(
        form.fields["meeting"], [(one.pk, f"{one.title}（{one.meets_on}）") for one in chosen.values()]
    )
    back = reverse("web:item", args=[pk])

    def do(given: dict[str, Any]) -> tuple[str, str]:
        meeting = chosen[given["meeting"]]
        deeds.put(meeting=meeting, items=[item.pk], **request.clock.deed())
        return f"{item.number} 已列入{meeting.title}", back

    note = "" if chosen else "没有待召开或未归档的会议，请先在“会议”里安排。"
    return ask(request, form, title=f"上会研究 {item.number}", do=do, note=note, confirm="列入", back=back)


def _topic(request: Request, pk: int, topic: int, event: Event) -> tuple[Meeting, MeetingTopic]:
    meeting = kept(request, pk, event)
    found = MeetingTopic.objects.filter(pk=topic, meeting=meeting).select_related("item", "meeting")
    one = found.first()
    if one is None:
        raise Http404
    return meeting, one
