"""The minutes of a meeting go the way of every document that comes in: read, checked by people, entered."""

from datetime import date, datetime

from django.db import transaction

from guatu.accounts.queries import Acting
from guatu.history import store
from guatu.ledgers.actions import directives
from guatu.ledgers.errors import NotNow
from guatu.ledgers.intake import receiving
from guatu.ledgers.models import Draft, Ledger, Meeting


@transaction.atomic
def take_in(*, meeting: Meeting, ledger: Ledger | None, by: Acting, at: datetime, on: date) -> Draft:
    """Ask for the reading of the minutes that were filed; what is read becomes a draft of this meeting.

    Minutes that came in as a document before are not read twice: their draft is the meeting's from now on.
    """
    if meeting.state != Meeting.State.FILED or meeting.minutes_id is None:
        raise NotNow(number=meeting.title, deed="读纪要", state=meeting.get_state_display())
    office, digest = meeting.series.office, meeting.minutes_id
    same = Draft.objects.filter(office=office, sha256=digest).exclude(state=Draft.State.FAILED)
    known = same.select_related("directive").order_by("pk").first()
    if known is not None:
        return _joined(known, meeting, by=by, at=at, on=on)
    with store.open_file(digest) as file:
        return receiving.receive(
            upload=file,
            name=meeting.minutes_name,
            office=office,
            ledger=ledger,
            meeting=meeting,
            by=by,
            at=at,
            on=on,
        )


def _joined(draft: Draft, meeting: Meeting, *, by: Acting, at: datetime, on: date) -> Draft:
    if draft.meeting_id is not None:
        state = "已读成草稿" if draft.meeting_id == meeting.pk else "已是另一次会议的纪要"
        raise NotNow(number=meeting.title, deed="再读一次", state=state)
    if draft.directive is not None:
        directives.change(directive=draft.directive, meeting=meeting, by=by, at=at, on=on)
    Draft.objects.filter(pk=draft.pk).update(meeting=meeting)
    draft.meeting = meeting
    return draft
