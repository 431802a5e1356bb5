"""The code that is shown at the place: to whom, from when, and in how large letters."""

from dataclasses import dataclass

from django.urls import reverse

from guatu.http.requests import Request
from guatu.ledgers.cases import Case
from guatu.ledgers.models import SiteCheck
from guatu.ledgers.site_checks import queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code that lies ready on the page."""

    letters: str
    spelled: str
    """Letter by letter, in two groups, as it is read aloud."""
    is_shown: bool
    """The server was told that the phone showed it."""
    url: str


def code_of(request: Request, check: SiteCheck | None, case: Case | None) -> Code | None:
    """The code, for who may go; none for anybody else, and none once it is spent."""
    if check is None or queries.why_not(request.clock.by, check, case):
        return None
    return Code(
        letters=check.code,
        spelled=f"{check.code[:3]} {check.code[3:]}",
        is_shown=check.code_shown_at is not None,
        url=reverse("web:site-check-code", args=[check.pk]),
    )


def upload_url(check: SiteCheck | None) -> str:
    """Where photographs of a check travel to; empty where there is none."""
    return reverse("web:site-check-upload", args=[check.pk]) if check else ""
