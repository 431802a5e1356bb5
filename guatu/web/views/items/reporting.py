"""The form of a report, for a thumb on a phone."""

from typing import Final

from guatu.http.requests import Request
from guatu.http.uploads import read
from guatu.kernel.errors import Refusal
from guatu.ledgers.events import Event
from guatu.ledgers.models import StandardCheck
from guatu.ledgers.queries.openings import extendable
from guatu.web import lamps, wording
from guatu.web.views.items import uploads
from guatu.web.views.items.forms.base import ActForm
from guatu.web.views.items.forms.reporting import ReportForm
from guatu.web.views.items.registry import url_of

PHOTOS: Final = StandardCheck.Method.PHOTO_COUNT
SOLID: Final = (
    ("figure", "有数字", "写上数字更扎实"),
    ("day", "有日期", "写上日期更扎实"),
    ("paper", "有文号或编号", "附文号、编号更扎实"),
)
"""What makes a report more than words, said below it while it is written."""


def context(request: Request, form: ActForm) -> dict[str, object]:
    """What the page of a report needs beside its form."""
    assert isinstance(form, ReportForm)  # noqa: S101 - the registry says so
    row = form.row
    unit = row.measure.quantity_unit if row and row.measure else ""
    due = wording.due(row.deadline if row else None, on=form.page.on, due_kind=form.item.due_kind)
    of = row.assignment.pk if row else None
    return {
        "several": len(form.page.who.units()) > 1,
        "address": url_of(Event.REPORTED, form.item.pk, of),
        "row": row,
        "unit": unit,
        "share": wording.figure(form.share),
        "so_far": wording.figure(row.assignment.achieved) if row else "",
        "due": due,
        "light": lamps.timed(form.item, request.clock.regimes, due),
        "title": _title(form),
        "others": [
            one for one in form.page.own_rows if row is None or one.assignment.pk != row.assignment.pk
        ],
        "wanted": next((one for one in form.page.findings if one.line.method == PHOTOS), None),
        "solid": SOLID,
        "kept": kept_lines(request, form),
        "extension_url": _extension_url(form),
        "is_late": bool(form.errors.keys() & {"happened_on", "why_earlier"}),
    }


def _title(form: ReportForm) -> str:
    """What is reported on, as my work names it."""
    row = form.row
    if row is None:
        return form.item.title
    unit = row.measure.quantity_unit if row.measure else ""
    one = row.assignment
    return wording.owed(form.item.title, one.unit.name, one.target_share, one.achieved, unit)


def _extension_url(form: ReportForm) -> str:
    """Where more time is asked for this duty, as long as it still may be."""
    row, page = form.row, form.page
    if row is None or Event.EXTENSION_ASKED not in page.offered or row not in extendable(page):
        return ""
    return url_of(Event.EXTENSION_ASKED, page.item.pk, row.assignment.pk)


def kept_lines(request: Request, form: ActForm) -> list[dict[str, str]]:
    """The files that were sent before a refusal; they stay in the form."""
    lines = []
    for word in uploads.words_of(request.POST):
        try:
            kept = read(word, person_id=request.clock.by.person_id, item_id=form.item.pk)
        except Refusal:
            continue
        lines.append({"name": kept.name, "word": word})
    return lines
