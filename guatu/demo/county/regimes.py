"""A stricter regime of lights that the office is drafting: warned ten days before the deadline, not seven."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from guatu.demo.county.stage import Stage
from guatu.ledgers.actions import regimes
from guatu.ledgers.lights.shipped import DEFAULT
from guatu.ledgers.lights.trying import tried
from guatu.ledgers.lights.writing import written_text

NAME: Final = "整改从严四色"
_FIGURE: Final = "临期天数"
_SOURCE: Final = "县整改办专题会议定：整改台账距时限十天起提醒"


def leave(stage: Stage, at: datetime, on: date) -> None:
    """A draft that nobody asked for yet; cases that turn on the old figure are left out."""
    by = stage.county.named("coordinator", on)
    when: dict[str, Any] = {"by": by, "at": at, "on": on}
    mine = [one.office for one in stage.ledgers.values() if by.holds("coordinator", office_id=one.office_id)]
    if not mine:
        return
    draft = regimes.start(office=mine[0], name=NAME, preset=DEFAULT, **when)
    written = written_text(draft.text)
    figures = tuple(
        replace(one, value="10天", source=_SOURCE) if one.name == _FIGURE else one
        for one in written.parameters
    )
    written = replace(written, parameters=figures, source=_SOURCE)
    shown = zip(written.cases, tried(written, name=NAME, on=on).cases, strict=True)
    cases = tuple(case for case, one in shown if one.fits)
    regimes.save(version=draft, written=replace(written, cases=cases), **when)
