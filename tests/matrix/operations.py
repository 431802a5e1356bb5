"""Every operation of the interface for programs: what it names, who may."""

from collections.abc import Mapping
from typing import Any, Final

from guatu.api.operations.acts import ACTS, name_of
from guatu.ledgers.events import Event
from guatu.ledgers.transitions import BY_EVENT
from tests.matrix import words as w
from tests.matrix.rows import Method, Row


class _Area:
    """Rows of one part of the interface; labels are those of the document."""

    def __init__(self, label: str, under: str = "", *things: str, **usual: Any) -> None:
        self.label, self.under, self.things, self.usual = label, under, things, usual
        self.rows: list[Row] = []

    def get(self, end: str, *things: str, **given: Any) -> None:
        self._add("GET", end, things, given)

    def post(self, end: str, *things: str, **given: Any) -> None:
        self._add("POST", end, things, given)

    def delete(self, end: str, *things: str, **given: Any) -> None:
        self._add("DELETE", end, things, given)

    def _add(self, method: Method, end: str, things: tuple[str, ...], given: Mapping[str, Any]) -> None:
        values = {"label": "", **self.usual, **given}
        made = Row(
            address=f"{self.under}{end}",
            area=self.label,
            methods=(method,),
            things=(*self.things, *things),
            **values,
        )
        self.rows.append(made)


def _mine() -> list[Row]:
    it = _Area("本人", "/me")
    for end in ("", "/duties", "/notices", "/delegations", "/wish"):
        it.get(end)
    for end in ("/delegations", "/notices/seen", "/wish"):
        it.post(end)
    it.post("/delegations/{delegation_id}/withdrawn", "delegation", sees=w.PRINCIPAL)
    it.post("/notices/{notice_id}/receipt", "notice", sees=w.ADDRESSEE)
    other = _Area("本人")
    other.get("/decisions", sees=w.ANY_LEADER)
    other.get("/burden", sees=w.ANY_OFFICE)
    other.get("/channels", sees=w.ANY_ADMINISTRATOR)
    other.post("/channels/{name}/again", "=mail", sees=w.ABSENT_FOR_ALL)
    other.get("/views")
    other.post("/views")
    shared: dict[str, Any] = {"sees": w.SERVES, "case": "本办公室共享的"}
    private: dict[str, Any] = {"sees": w.OWNER, "case": "本人的"}
    one = "/views/{view_id}"
    other.post(f"{one}/changed", "view", **shared, may=w.COORDINATOR, body={"name": "新名称"})
    other.post(f"{one}/changed", "private_view", **private)
    other.post(f"{one}/first", "view", **shared)
    other.post(f"{one}/first", "private_view", **private)
    other.delete(one, "view", **shared, may=w.COORDINATOR)
    other.delete(one, "private_view", **private)
    return it.rows + other.rows


def _ledgers() -> list[Row]:
    it = _Area("台账", "/ledgers")
    it.get("")
    it.post("", sees=w.KEEPER)
    one = _Area("台账", "/ledgers/{ledger_id}", "ledger", sees=w.SEES)
    for end in ("", "/items", "/items/counts", "/period", "/period/summary"):
        one.get(end)
    one.get("/items/facets/{name}", "=lead")
    one.post("/export")
    one.post("/period/export")
    one.post("/period/urged", may=w.COORDINATOR)
    one.post("/period/frozen", may=w.COORDINATOR)
    for end in ("/items", "/slips", "/files", "/grid"):
        one.post(end, sees=w.COORDINATOR)
    one.get("/tables", sees=w.COORDINATOR)
    one.post("/tables", sees=w.COORDINATOR)
    one.post("/lists", sees=w.WHOLE_LEDGER)
    for end in ("dispatched", "urged", "deadline_changed", "handed_over", "sign_off_asked"):
        one.post(f"/acts/{end}", sees=w.COORDINATOR)
    one.post("/acts/signed", sees=w.SEES & w.ANY_LIAISON)
    for end in ("/settings", "/phases", "/archived", "/readers"):
        one.post(end, sees=w.KEEPER)
    one.get("/readers", sees=w.KEEPER)
    one.delete("/readers/{reader_id}", "reader_row", sees=w.KEEPER)
    table = _Area("台账", "/tables/{table_id}", "table", sees=w.COORDINATOR)
    for end in ("", "/preview", "/rejects"):
        table.get(end)
    for end in ("/columns", "/units", "/applied", "/withdrawn", "/undone"):
        table.post(end)
    return it.rows + one.rows + table.rows


def _items() -> list[Row]:
    it = _Area("事项", "/items")
    for end in ("", "/counts"):
        it.get(end)
    it.get("/facets/{name}", "=lead")
    it.post("/export")
    one = _Area("事项", "/items/{item_id}", "item", sees=w.SEES)
    one.get("")
    one.get("/trail")
    one.get("/similar")
    one.get("/enclosures/{enclosure_id}/content", "enclosure")
    one.get("/evidence/{evidence_id}/content", "evidence")
    one.get("/evidence/{evidence_id}/thumbnail", "evidence")
    one.post("/files", may=w.acts(*(BY_EVENT[event] for event in _WITH_FILES)))
    for act in ACTS:
        if act.event not in _OF_ONE_DUTY:
            one.post(f"/acts/{name_of(act)}", may=w.acts(BY_EVENT[act.event]))
            continue
        for thing, may, case in _DUTIES:
            one.post(f"/acts/{name_of(act)}", may=may, body={"assignment_id": f"${thing}"}, case=case)
    unseen = _Area("事项", "/items/{item_id}", "approving", sees=w.WHOLE_LEDGER, case="还没交办的")
    unseen.get("")
    for event in (Event.DISPATCHED, Event.REPORTED):
        name = event.value.removeprefix("item.")
        unseen.post(f"/acts/{name}", may=w.acts(BY_EVENT[event]))
    waiting = _Area("事项", "/items/{item_id}", "verifying", sees=w.VERIFIER, case="等核查的")
    waiting.get("/doubts")
    return it.rows + one.rows + unseen.rows + waiting.rows


_OF_ONE_DUTY: Final = (Event.REPORTED, Event.EXTENSION_ASKED)
_DUTIES: Final = (
    ("assignment", w.LEAD_LIAISON, "牵头单位的"),
    ("town_assignment", w.TOWN_LIAISON, "配合单位的"),
)
"""What a liaison does for his own unit's duty alone, though he has a part in the item."""
_WITH_FILES: Final = (
    Event.EVIDENCE_ADDED, Event.DEADLINE_CHANGED, Event.SIGN_OFF_APPROVED, Event.CLOSE_BY_MEETING,
    Event.SITE_CHECK_DONE,
)  # fmt: skip
"""Acts to which a file belongs, which is sent before."""


def _documents() -> list[Row]:
    it = _Area("来文", "/directives")
    it.get("")
    it.get("/{directive_id}", "directive", sees=w.OFFICE_SEES)
    it.get("/{directive_id}/content", "directive", sees=w.OFFICE_SEES)
    it.get("/{directive_id}/changes", "newer", sees=w.OFFICE_SEES)
    it.post("/{directive_id}/changes", "newer", sees=w.OFFICE_SEES, may=w.COORDINATOR)
    it.post("/{directive_id}/version", "newer", sees=w.OFFICE_SEES, may=w.COORDINATOR)
    drafts = _Area("来文", "/drafts")
    drafts.get("")
    drafts.post("", sees=w.COORDINATOR)
    one = _Area("来文", "/drafts/{draft_id}", "draft", sees=w.COORDINATOR)
    for end in ("", "/sheets", "/source", "/units"):
        one.get(end)
    one.post("/changes")
    one.post("/sent")
    one.delete("")
    lists = _Area("来文", "/sign-offs/{sign_off_id}", "sign_off", sees=w.WHOLE_LEDGER)
    lists.get("")
    lists.post("/dispatched", may=w.acts(BY_EVENT[Event.DISPATCHED]))
    return it.rows + drafts.rows + one.rows + lists.rows


def _meetings() -> list[Row]:
    it = _Area("会议", "/meetings")
    it.get("")
    it.post("", sees=w.COORDINATOR)
    one = _Area("会议", "/meetings/{meeting_id}", sees=w.OFFICE_SEES | w.OWES)
    one.get("", "meeting")
    one.get("/minutes", "filed", sees=w.OFFICE_SEES)
    one.post("/export", "meeting")
    for thing, ends in _OF_MEETINGS.items():
        for end in ends:
            one.post(f"/{end}", thing, may=w.COORDINATOR)
    for end in ("decided", "withdrawn"):
        one.post(f"/topics/{{topic_id}}/{end}", "meeting", "topic", may=w.COORDINATOR)
    return it.rows + one.rows


_OF_MEETINGS: Final = {
    "planned": ("changed", "cancelled", "held"),
    "meeting": ("attendance", "minutes", "topics"),
    "filed": ("minutes/read", "minutes/replaced"),
}
"""What is done with a meeting to come, one that was held, and one with its minutes."""


def _papers() -> list[Row]:
    it = _Area("公文", "/papers", sees=w.OFFICE_SEES | w.LEAD_UNIT)
    it.get("", sees=w.SIGNED_IN)
    it.post("", sees=w.COORDINATOR)
    it.post("/proposed", sees=w.COORDINATOR)
    it.get("/{paper_id}", "paper")
    it.get("/{paper_id}/file", "paper")
    it.post("/{paper_id}/received", "paper", may=w.LEAD_LIAISON)
    kept = _Area("公文", "/offices/{office_id}/templates", "office", sees=w.KEEPER)
    kept.get("")
    kept.get("/{kind}", "=letter")
    kept.post("/{kind}", "=letter")
    kept.post("/{kind}/restored", "=letter")
    return it.rows + kept.rows


def _registry() -> list[Row]:
    it = _Area("名册", sees=w.REGISTRAR)
    chosen: dict[str, Any] = {"sees": w.ANY_ADMINISTRATOR, "changes": w.REGISTRAR}
    it.get("/offices", sees=w.SIGNED_IN)
    it.post("/offices", **chosen)
    it.post("/offices/{office_id}/changed", "office", may=w.OFFICE_ADMINISTRATOR)
    it.get("/divisions", sees=w.ANY_OFFICE)
    it.post("/divisions", **chosen)
    it.post("/divisions/{division_id}/ended", "division")
    it.get("/units", sees=w.ANY_OFFICE)
    it.post("/units", **chosen)
    one = _Area("名册", "/units/{unit_id}", "unit", sees=w.REGISTRAR)
    one.get("", sees=w.LOOKS_UP)
    for end in ("renamed", "changed", "short-names", "succeeded", "ended"):
        one.post(f"/{end}")
    one.delete("/short-names/{name_id}", "short_name")
    for what, label in (("units", "单位"), ("people", "人员")):
        at = "/imports/{what}"
        it.get(f"{at}/template", f"={what}", sees=w.ANY_ADMINISTRATOR, case=label)
        it.post(f"{at}/preview", f"={what}", **chosen, case=label)
        it.post(at, f"={what}", **chosen, case=label)
    it.get("/calendar", sees=w.SIGNED_IN)
    it.post("/calendar/days", sees=w.ANY_ADMINISTRATOR)
    it.get("/search", sees=w.SIGNED_IN)
    it.get("/similar", sees=w.SIGNED_IN, query={"text": "污水直排"})
    return it.rows + one.rows


def _people() -> list[Row]:
    it = _Area("人员", "/people", sees=w.REGISTRAR)
    it.get("", sees=w.ANY_ADMINISTRATOR)
    it.post("", sees=w.ANY_ADMINISTRATOR, changes=w.REGISTRAR)
    for thing, case in (("person", "单位的人"), ("officer", "办公室的人")):
        may: dict[str, Any] = {"may": w.OFFICE_ADMINISTRATOR} if thing == "officer" else {}
        one = _Area("人员", "/people/{person_id}", thing, sees=w.REGISTRAR, case=case)
        one.get("")
        one.get("/delegations")
        for end in ("changed", "moved", "deactivated", "reactivated", "password-reset", "code-reset"):
            one.post(f"/{end}", **may)
        role = "office_role" if thing == "officer" else "role"
        one.post("/roles/{role_id}/revoked", role, **may)
        one.post("/roles", body=_GRANTED[thing], **may)
        it.rows += one.rows
    given = _Area("人员", "/people/{person_id}", "person", sees=w.REGISTRAR)
    given.post("/delegations", body={"delegate_id": "$colleague", "unit_id": "$unit"})
    given.post("/delegations/{delegation_id}/withdrawn", "delegation")
    return it.rows + given.rows


_GRANTED: Final = {
    "officer": {"office_id": "$office", "kind": "leader"},
    "person": {"unit_id": "$unit", "kind": "reviewer"},
}


def _look_backs() -> list[Row]:
    it = _Area("回头看", "/look-backs", sees=w.ANY_COORDINATOR, changes=w.COORDINATOR)
    for end in ("", "/rates"):
        it.get(end, sees=w.LOOKS_BACK, changes=None)
    for end in ("accepted", "dropped"):
        it.post(f"/{end}", body={"item_ids": ["$closed"]})
    it.post("/drawn")
    return it.rows


def _standards() -> list[Row]:
    it = _Area("销号标准", "/standards", sees=w.SERVES)
    it.get("", sees=w.SIGNED_IN)
    it.post("", sees=w.KEEPER)
    it.get("/{standard_id}", "standard")
    it.post("/{standard_id}/versions", "standard", may=w.KEEPER)
    it.post("/{standard_id}/retired", "standard", may=w.COORDINATOR)
    return it.rows


def _site_checks() -> list[Row]:
    it = _Area("现场核查", "/site-checks")
    it.get("", sees=w.LOOKS_BACK)
    it.post("", sees=w.SENDS, body={"office_id": "$office", "unit_id": "$unit"})
    one = _Area("现场核查", "/site-checks/{site_check_id}", "visit", sees=w.SEES_CHECKS)
    one.get("")
    one.post("/code", may=w.VERIFIER)
    one.post("/files", may=w.VERIFIER)
    one.post("/recorded", may=w.VERIFIER, body={"result": "not_seen", "code_use": "", "files": []})
    planned = {"due_on": "2026-08-03"}
    one.post("/planned", may=w.COORDINATOR | w.VERIFIER, body=planned)
    one.post("/dropped", may=w.COORDINATOR)
    done = _Area(
        "现场核查", "/site-checks/{site_check_id}", "looked", sees=w.SEES_CHECKS, case="对销号申请的"
    )
    done.get("")
    done.get("/photos/{photo_id}/content", "site_photo")
    return it.rows + one.rows + done.rows


def _trail() -> list[Row]:
    it = _Area("留痕", "/trail", sees=w.ANY_OFFICE)
    for end in ("", "/verification", "/checkpoints"):
        it.get(end)
    it.post("/verification", sees=w.WATCHES)
    it.get("/chains/{code}/export", "chain", sees=w.INSPECTS | w.OFFICE_ADMINISTRATOR)
    it.get("/key", sees=w.WATCHES)
    for end in ("/exports", "/sights"):
        it.get(end, sees=w.ANY_INSPECTOR)
    it.get("/contents", sees=w.ANY_ADMINISTRATOR, query={"q": "误写的字句"})
    it.get("/redactions", sees=w.ANY_ADMINISTRATOR)
    body = {"enclosure_ids": ["$words"]}
    it.post("/redactions", sees=w.ANY_ADMINISTRATOR, body=body, changes=w.OFFICE_ADMINISTRATOR)
    for end in ("confirmed", "withdrawn"):
        it.post(f"/redactions/{{redaction_id}}/{end}", "redaction", sees=w.OFFICE_ADMINISTRATOR)
    return it.rows


ROWS: Final = tuple(
    row
    for area in (
        _mine,
        _ledgers,
        _items,
        _documents,
        _meetings,
        _papers,
        _registry,
        _people,
        _standards,
        _look_backs,
        _site_checks,
        _trail,
    )
    for row in area()
)
