"""How far an item was on every day, as its units told it; one statement."""

from datetime import date

from guatu.history.timelines import PastDay
from guatu.ledgers.cases import Case
from guatu.ledgers.models import AssignmentFacts
from guatu.ledgers.queries.item_page import ItemPage


def progress_by_day(page: ItemPage) -> list[tuple[date, int]]:
    """The days on which the progress of the item moved, with the percent from then on.

    On a past day what was known of the days before it; nothing is told of days after the one shown.
    """
    past = page.past or PastDay(page.on, page.on)
    rows = AssignmentFacts.objects.filter(
        item=page.item.pk,
        valid_from__lte=past.day,
        known_from__lte=past.known,
        known_to__gt=past.known,
    )
    measures = {one.pk: one.measure_id for one in page.case.assignments}
    known = [row for row in rows.order_by("pk") if row.assignment_id in measures]
    found: list[tuple[date, int]] = []
    for day in sorted({row.valid_from for row in known}):
        then = [
            row.as_assignment(measures[row.assignment_id])
            for row in known
            if row.valid_from <= day < row.valid_to
        ]
        percent = Case(page.item, [], then).progress()
        if not found or found[-1][1] != percent:
            found.append((day, percent))
    return found
