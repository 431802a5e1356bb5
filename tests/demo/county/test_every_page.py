"""Every address of the pages, as every role, in the demonstrated county: who opens it, and how it reads.

Who is refused what, with whose things, is asked in `tests/matrix`.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import cache
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from playwright.sync_api import Page

from guatu.accounts.models import Division, Person, Unit
from guatu.http import requests
from guatu.ledgers.models import (
    Assignment,
    Directive,
    Draft,
    EvidenceUse,
    ImportDraft,
    Ledger,
    Meeting,
    RegimeVersion,
    SavedView,
    SignOff,
    SiteCheck,
    SiteCheckPhoto,
    Standard,
)
from guatu.web.urls import urlpatterns
from tests.browsers import grave
from tests.demo.county.conftest import NOW

pytestmark = pytest.mark.usefixtures("filled", "_evening")

ROLES: Final = ("coordinator", "liaison", "reviewer", "verifier", "leader", "inspector", "administrator")
STAFF: Final = frozenset(ROLES) - {"liaison", "reviewer"}
ALL: Final = frozenset(ROLES)
COORDINATOR, ADMINISTRATOR, VERIFIER = ({one} for one in ("coordinator", "administrator", "verifier"))
INSPECTOR = {"inspector"}

OPENED_BY: Final[Mapping[str, set[str] | frozenset[str]]] = {
    "my-work": ALL, "notices": ALL, "ledgers": ALL, "search": ALL, "standards": ALL,
    "calendar": ALL, "day-meant": ALL,
    "account": ALL, "password": ALL, "code": ALL, "papers": ALL,
    # what a unit owes: the office and the unit itself
    "ledger-columns": ALL, "items-columns": ALL, "ledger-view-new": ALL, "items-view-new": ALL,
    "ledger": ALL, "ledger-narrow": ALL, "ledger-menu": ALL, "item": ALL, "item-preview": ALL,
    "item-similar": ALL, "draft-similar": COORDINATOR,
    "evidence": ALL, "evidence-thumb": ALL, "evidence-file": ALL,
    "meetings": ALL, "meeting": ALL,
    "look-backs": STAFF - {"administrator"}, "look-backs-decide": COORDINATOR, "look-backs-draw": COORDINATOR,
    "site-checks": STAFF - {"administrator"}, "site-check": STAFF - {"administrator"},
    "site-check-photo": STAFF - {"administrator"}, "site-check-photo-small": STAFF - {"administrator"},
    "site-check-route": VERIFIER, "site-check-route-print": VERIFIER, "site-check-record": VERIFIER,
    "site-check-start": COORDINATOR | VERIFIER, "site-check-drop": COORDINATOR,
    "site-check-plan": COORDINATOR | VERIFIER,
    "decisions": frozenset({"leader"}), "trail-checks": INSPECTOR | ADMINISTRATOR,
    "trail-key": INSPECTOR | ADMINISTRATOR, "trail-exports": INSPECTOR, "trail-sights": INSPECTOR,
    "items": ALL, "items-narrow": ALL, "items-menu": ALL, "ledger-period": ALL, "ledger-period-summary": ALL,
    # the office's own papers and registers: whoever serves in it
    "directive": STAFF, "directive-file": STAFF, "directive-changes": STAFF,
    "sign-off": STAFF, "trail": STAFF,
    "regimes": STAFF, "regime": STAFF, "regime-version": STAFF,
    "standard": STAFF, "units": STAFF, "unit": STAFF, "offices": STAFF,
    "meeting-minutes": STAFF,
    # what writes
    "meeting-plan": COORDINATOR, "meeting-change": COORDINATOR, "meeting-cancel": COORDINATOR,
    "meeting-hold": COORDINATOR, "meeting-correct": COORDINATOR, "meeting-file": COORDINATOR,
    "meeting-read": COORDINATOR, "meeting-replace": COORDINATOR, "meeting-topic-put": COORDINATOR,
    "meeting-topic-decide": COORDINATOR, "meeting-topic-withdraw": COORDINATOR, "item-meeting": COORDINATOR,
    "directives": COORDINATOR, "draft": COORDINATOR, "draft-units": COORDINATOR, "draft-preview": COORDINATOR,
    "draft-send": COORDINATOR, "draft-progress": COORDINATOR,
    "ledger-new": COORDINATOR, "ledger-slip": COORDINATOR, "ledger-paste": COORDINATOR,
    "ledger-imports": COORDINATOR, "import": COORDINATOR, "import-rejects": COORDINATOR,
    "ledger-grid": COORDINATOR, "ledger-view": STAFF,
    "ledger-open": COORDINATOR | ADMINISTRATOR, "ledger-settings": COORDINATOR | ADMINISTRATOR,
    "standard-new": COORDINATOR | ADMINISTRATOR,
    "regime-new": COORDINATOR, "regime-edit": COORDINATOR, "regime-use": COORDINATOR,
    "regime-do": COORDINATOR,
    "standard-next": COORDINATOR | ADMINISTRATOR, "paper-templates": COORDINATOR | ADMINISTRATOR,
    "paper-template": COORDINATOR | ADMINISTRATOR, "paper-template-file": COORDINATOR | ADMINISTRATOR,
    "paper-new": COORDINATOR,
    "to-verify": VERIFIER,
    "unit-new": ADMINISTRATOR, "units-import": ADMINISTRATOR, "units-template": ADMINISTRATOR,
    "people": ADMINISTRATOR, "person-new": ADMINISTRATOR, "person": ADMINISTRATOR,
    "people-import": ADMINISTRATOR, "people-template": ADMINISTRATOR, "office-new": ADMINISTRATOR,
    "snap": {"liaison"}, "burdens": STAFF, "channels": ADMINISTRATOR, "server": ADMINISTRATOR,
    "calendar-decide": ADMINISTRATOR, "trail-redactions": ADMINISTRATOR,
}  # fmt: skip
"""Pages that are looked at, by the name of their address → the roles of the demonstration that open them."""
PUBLIC: Final = {"sign-in", "health", "ready", "metrics", "gallery", "worker"}
LEADS_ON: Final = {"home"}
ACTS: Final = {
    "switch-office", "notices-seen", "notice", "notice-receive", "sign-here", "sign-all",
    "verdict", "judge-proof", "site-check-code", "site-check-upload", "ledger-do", "ledger-export",
    "channel-again",
    "standard-retire", "regime-next", "regime-try", "regime-use-do",
    "item-act", "item-upload", "item-paper", "directive-upload", "draft-edit",
    "directive-version", "directive-pairs",
    "draft-dismiss", "sign-off-dispatch", "sign-out", "end-session", "account-do", "unit-do", "division-do",
    "paper", "paper-file", "paper-receive", "paper-template-restore",
    "person-do", "office-do", "trail-verify", "trail-export", "trail-redaction",
    "items-view", "ledger-print", "items-print", "items-export",
    "import-columns", "import-unit", "import-apply", "import-withdraw", "import-undo", "ledger-lists",
    "ledger-period-urge", "ledger-period-freeze", "ledger-period-export",
    "meeting-export", "decisions-answer",
    "sign-in-by", "sign-in-back", "sign-out-there",
}  # fmt: skip
"""Forms, acts and files that need more than an address; the tests of their rooms show who may."""
FILES: Final = {
    "site-check-photo", "site-check-photo-small",
    "evidence-thumb", "evidence-file", "directive-file", "units-template", "people-template",
    "paper-template-file", "trail-key", "meeting-minutes", "import-rejects",
}  # fmt: skip
PARTS: Final = {
    "day-meant", "items-menu", "ledger-menu", "item-preview",
    "draft-progress", "draft-units", "draft-preview", "item-similar", "draft-similar",
}  # fmt: skip
"""Pieces that a page fetches for itself."""
BRACED: Final = {"paper-template"}
"""Pages that tell of names in double braces, which elsewhere would be a template that was not filled."""
WIDTHS: Final = (1440, 1366, 390)
READ: Final = (1440, 390)
"""Where axe looks; between the two nothing else is drawn, only closer together."""
SOAK: Final = os.environ.get("GUATU_SOAK") == "1"


@pytest.fixture
def _evening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "now", lambda: NOW)


def named(role: str) -> Person:
    return Person.objects.get(username=role)


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(named(role))
    return client


@cache
def places(role: str) -> Mapping[str, Sequence[Any]]:
    """What stands in the addresses: what the role's own unit owes, else what the unit of the liaison owes."""
    unit = named(role if role in ("liaison", "reviewer") else "liaison").unit_id
    owed = Assignment.objects.filter(unit=unit, state__in=Assignment.ACTIVE, item__state="in_progress")
    use = EvidenceUse.objects.filter(item__in=owed.values("item"), evidence__unit=unit).order_by("pk")[0]
    draft = Draft.objects.filter(state=Draft.State.READY).order_by("pk")[0]
    ledger, one, unit_pk = [use.item.ledger_id], [use.item_id], [Unit.objects.order_by("pk")[0].pk]
    proof, standard = [use.item_id, use.evidence_id], [Standard.objects.order_by("pk")[0].pk]
    of_draft = {
        name: [draft.pk] for name in ("draft", "draft-units", "draft-preview", "draft-send", "draft-progress")
    }
    entering, shown = (
        ("-new", "-slip", "-paste", "-imports", "-grid", "-settings"),
        ("-narrow", "-columns", "-view-new"),
    )
    parts = ("", "-period", "-period-summary", *shown, *entering)
    of_ledger: dict[str, list[Any]] = {f"ledger{part}": ledger for part in parts}
    to_come, filed = Meeting.objects.get(state="planned"), Meeting.objects.filter(state="filed").latest("pk")
    topic = [filed.pk, filed.topics.order_by("pk")[0].pk]
    of_meeting = {f"meeting-{name}": [to_come.pk] for name in ("change", "cancel", "hold", "topic-put")}
    of_meeting |= {
        f"meeting-{name}": [filed.pk] for name in ("minutes", "correct", "file", "read", "replace")
    }
    of_meeting |= {"meeting": [filed.pk], "item-meeting": [filed.topics.order_by("pk")[0].item_id]}
    of_meeting |= {"meeting-topic-decide": topic, "meeting-topic-withdraw": topic}
    view = SavedView.objects.filter(office__isnull=False).order_by("pk")[0]
    of_ledger["ledger-view"] = [view.ledger_id, view.pk]
    of_ledger["look-backs-decide"] = ["accept"]
    of_papers = {name: ["letter"] for name in ("paper-template", "paper-template-file")}
    table = ImportDraft.objects.filter(state=ImportDraft.State.READY).order_by("pk")[0]
    of_ledger |= {"import": [table.pk], "import-rejects": [table.pk]}
    seen = SiteCheckPhoto.objects.order_by("pk")[0]
    visit = SiteCheck.objects.filter(kind="unannounced", state="planned").order_by("pk")[0].pk
    of_check: dict[str, list[Any]] = {f"site-check-{name}": [visit] for name in ("record", "plan", "drop")}
    of_check |= {"site-check": [seen.check_of_id]}
    of_photo = [seen.check_of_id, seen.pk]
    of_check |= {"site-check-photo": of_photo, "site-check-photo-small": of_photo}
    regime = RegimeVersion.objects.order_by("pk")[0]
    of_regime: dict[str, list[Any]] = {
        f"regime-{name}": [regime.regime_id, regime.number] for name in ("version", "edit")
    }
    of_regime |= {"regime": [regime.regime_id], "regime-do": [regime.regime_id, regime.number, "ask"]}
    of_regime["regime-use"] = [Ledger.objects.filter(office=regime.regime.office_id).order_by("pk")[0].pk]
    of_draft |= of_regime
    return of_draft | of_ledger | of_papers | of_meeting | of_check | {
        "items-menu": ["lead"], "ledger-menu": [*ledger, "lead"], "item": one, "item-preview": one,
        "item-similar": one, "draft-similar": [draft.pk],
        "evidence": proof, "evidence-thumb": proof, "evidence-file": proof,
        "directive": [draft.directive_id], "directive-file": [draft.directive_id],
        "directive-changes": [Directive.objects.exclude(replaces=None).latest("pk").pk],
        "sign-off": [SignOff.objects.order_by("pk")[0].pk],
        "standard": standard, "standard-next": standard, "unit": unit_pk, "person": [named("liaison").pk],
    }  # fmt: skip


def address(name: str, role: str) -> str:
    where = reverse(f"web:{name}", args=places(role).get(name, ()))
    if name == "draft-similar":
        where += f"?entry={Draft.objects.get(pk=places(role)[name][0]).entries[0]['id']}"
    return f"{where}?division={Division.objects.order_by('pk')[0].pk}" if name == "unit-new" else where


def status(client: Client, name: str, role: str) -> int:
    asked = {"hx-request": "true"} if name in PARTS else {}
    with closing(client.get(address(name, role), headers=asked)) as answer:
        return answer.status_code


def test_every_address_has_its_place_in_these_tables() -> None:
    names = {one.name for one in urlpatterns if isinstance(one, URLPattern)}
    assert get_resolver().namespace_dict.keys() == {"api", "web"}
    assert names == OPENED_BY.keys() | PUBLIC | LEADS_ON | ACTS


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_is_for_it_and_nothing_else(role: str) -> None:
    client, names = signed_in(role), asked_of(role)
    found = {name for name in names if status(client, name, role) == 200}
    assert found == {name for name in names if role in OPENED_BY[name]}


def asked_of(role: str) -> list[str]:
    """All that is for the role; where time is short half of what is not."""
    others = [name for name, roles in OPENED_BY.items() if role not in roles]
    return [*OPENED_BY.keys() - others, *others[:: 1 if SOAK else 2]]


@pytest.mark.parametrize("width", WIDTHS if SOAK else READ)
@pytest.mark.parametrize("role", ROLES)
def test_pages_read_well(role: str, width: int, site: str, open_page: Callable[..., Page]) -> None:
    """No serious finding of axe, a clean console, nothing to scroll sideways; by hand as every role."""
    page = open_page(width=width)
    cookie = signed_in(role).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    for name in pages_of(role, width):
        answer = page.goto(site + address(name, role))
        assert answer is not None, name
        assert answer.ok, f"{name}: {answer.status}"
        if width in READ:
            assert grave(page) == [], name
        unfilled = r"\bNone\b|\{%" if name in BRACED else r"\bNone\b|\{\{|\{%"
        assert not re.search(unfilled, page.locator("body").inner_text()), name
        for other in (width,) if SOAK else (*(one for one in WIDTHS if one != width), width):
            page.set_viewport_size({"width": other, "height": 900})
            scrolled = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert scrolled <= 0, f"{name} scrolls sideways by {scrolled} px at {other}"


def pages_of(role: str, width: int) -> list[str]:
    """Its whole pages; where time is short, those that no role before it opens, half of them each."""
    if SOAK:
        return opened_by(role)
    seen = {name for one in ROLES[: ROLES.index(role)] for name in opened_by(one)}
    return [name for name in opened_by(role) if name not in seen][READ.index(width) :: len(READ)]


def opened_by(role: str) -> list[str]:
    return [name for name, roles in OPENED_BY.items() if role in roles and name not in FILES | PARTS]
