"""A regime on its way as the pages show it, its addresses, and the editor's form as somebody sends it."""

from datetime import date
from typing import Any

from django.urls import reverse

from guatu.ledgers.actions import regimes
from guatu.ledgers.lights.writing import written_text
from guatu.ledgers.models import RegimeVersion
from tests.ledgers.factories import County
from tests.ledgers.lights.regimes import two_lights
from tests.web.ledgers.conftest import FRIDAY


def drafted(county: County) -> RegimeVersion:
    by = county.when("coordinator", FRIDAY)
    draft = regimes.start(office=county.office, name="两色灯", preset="red_yellow_green", **by)
    return regimes.save(version=draft, written=two_lights(), **by)


def asked(county: County, *, starts_on: date = FRIDAY) -> RegimeVersion:
    by = county.when("coordinator", FRIDAY)
    return regimes.ask(version=drafted(county), starts_on=starts_on, ledgers=[county.ledger], **by)


def url(version: RegimeVersion, name: str = "version", *more: str) -> str:
    return reverse(f"web:regime-{name}", args=[version.regime_id, version.number, *more])


def form_of(version: RegimeVersion, **changed: str) -> dict[str, Any]:
    """The editor's form as the page holds it, with some fields changed."""
    written = written_text(version.text)
    given = {"source": written.source, "what": "save", "columns": "state days_overdue"}
    for light in written.palette:
        names = ("word", "colour", "shape", "polarity", "meaning")
        given |= {f"light-{light.code}-{name}": getattr(light, name) for name in names}
    for at, rule in enumerate(written.rules):
        given |= {f"rule-{at}-light": rule.light, f"rule-{at}-when": rule.when}
    for at, case in enumerate(written.cases):
        given |= {f"case-{at}-case": case.case, f"case-{at}-expect": case.expect}
        given |= {f"case-{at}-day": case.day.isoformat(), f"case-{at}-v-state": "办理中"}
        given |= {f"case-{at}-v-days_overdue": case.row["逾期天数"], f"case-{at}-v-long_term": "否"}
    return given | changed
