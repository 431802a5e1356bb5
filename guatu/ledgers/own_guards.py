"""What the ledgers' tables refuse by themselves: one hand with both keys, an item struck off without them."""

from typing import Final

from guatu.history.blanking import MARK
from guatu.history.guards import Event, Guard, never, never_replaced, register

_KEPT: Final = "台账记录只能作废，不能删除"
_DOER: Final = "核查人在本事项报过进展或传过佐证，不能核查"
_DUTY: Final = "核查人代表的单位承办了本事项，不能核查"
_MANDATE: Final = "核查人受申请人委托，不能核查"
_UNVERIFIED: Final = "没有核查通过的销号申请，不能销号"
_TURNED: Final = "已经办结的销号申请和已经转动的钥匙不能修改"
_NOT_BEFORE: Final = "已在本系统办理的事项，不能改记为启用前销号"
_MINUTES: Final = "会议研究销号须有会议纪要"
_PUBLISHED: Final = "销号标准发布后不能修改，请发布新版本"
_FROZEN: Final = "已截止的填报期不能修改"
_DONE: Final = "已经办结的回头看不能修改"
_DRAWN: Final = "抽查记录不能修改或删除"
_LOOKER: Final = "回头看的人办过本事项或属于承办单位，不能回头看"
_CHECKED: Final = "已经办结的现场核查和现场代码不能修改"
_CHECKER: Final = "现场核查的人申请、办过本事项或属于被查单位，不能核查"
_TO_LOOK: Final = "还有现场核查没有结果，不能销号"
_RECORDED: Final = "会议记录只能取消或更正，不能删除"
_HELD: Final = "已召开的会议不能退回，已归档的会议不能修改"
_NO_MINUTES: Final = "归档会议须有会议纪要"
_REGIME: Final = "亮灯规则提请后不能修改，请另起草一版"
_PROPOSER: Final = "亮灯规则不能由提请人或受其委托的人批准"
_NO_KEY: Final = "作为第二把钥匙的会议须在申请之后召开、纪要已归档"

_VERIFIED: Final = "NEW.verified_by_id IS NOT NULL"
_REPORTED: Final = """EXISTS (
    SELECT 1 FROM "ledgers_report" r WHERE r.item_id = NEW.item_id
        AND (r.reported_by_id IN (NEW.verified_by_id, NEW.verified_for_id)
            OR r.principal_id IN (NEW.verified_by_id, NEW.verified_for_id)
            OR r.reviewed_by_id IN (NEW.verified_by_id, NEW.verified_for_id)
            OR r.reviewed_for_id IN (NEW.verified_by_id, NEW.verified_for_id)))"""
_PROVED: Final = """EXISTS (
    SELECT 1 FROM "ledgers_evidenceuse" u JOIN "ledgers_evidence" e ON e.id = u.evidence_id
    WHERE u.item_id = NEW.item_id
        AND (e.uploaded_by_id IN (NEW.verified_by_id, NEW.verified_for_id)
            OR e.principal_id IN (NEW.verified_by_id, NEW.verified_for_id)))"""
_OWING: Final = """EXISTS (
    SELECT 1 FROM "ledgers_assignment" a WHERE a.item_id = NEW.item_id AND a.state <> 'released'
        AND (a.unit_id = NEW.verified_unit_id
            OR a.unit_id IN (SELECT o.unit_id FROM "accounts_office" o WHERE o.id = NEW.verified_office_id)
            OR a.unit_id IN (SELECT p.unit_id FROM "accounts_person" p
                WHERE p.id IN (NEW.verified_by_id, NEW.verified_for_id))))"""
_STANDING_IN: Final = """EXISTS (
    SELECT 1 FROM "accounts_delegation" d WHERE d.delegate_id = NEW.verified_by_id
        AND d.principal_id IN (NEW.requested_by_id, NEW.requested_for_id)
        AND d.valid_from <= NEW.verified_on AND d.valid_to > NEW.verified_on)"""
_ANSWERING_FOR_ASKER: Final = """EXISTS (
    SELECT 1 FROM "accounts_delegation" d WHERE d.delegate_id = NEW.answered_by_id
        AND d.principal_id IN (NEW.asked_by_id, NEW.asked_for_id)
        AND d.valid_from <= NEW.answered_on AND d.valid_to > NEW.answered_on)"""
_SECOND_KEY: Final = """EXISTS (
    SELECT 1 FROM "ledgers_closeout" c WHERE c.item_id = NEW.id AND c.state = 'closed'
        AND c.ended_on = NEW.closed_on
        AND (c.verified_by_id IS NOT NULL OR c.meeting_on IS NOT NULL))"""
_LOOKER_DID: Final = """EXISTS (
    SELECT 1 FROM "ledgers_report" r WHERE r.item_id = NEW.item_id
        AND NEW.done_by_id IN (r.reported_by_id, r.principal_id, r.reviewed_by_id, r.reviewed_for_id))
    OR EXISTS (
    SELECT 1 FROM "ledgers_evidenceuse" u JOIN "ledgers_evidence" e ON e.id = u.evidence_id
    WHERE u.item_id = NEW.item_id AND NEW.done_by_id IN (e.uploaded_by_id, e.principal_id))
    OR EXISTS (
    SELECT 1 FROM "ledgers_assignment" a JOIN "accounts_person" p ON p.unit_id = a.unit_id
    WHERE a.item_id = NEW.item_id AND a.state <> 'released' AND p.id = NEW.done_by_id)"""
_CHECKER_ASKED: Final = """EXISTS (
    SELECT 1 FROM "ledgers_closeout" c WHERE c.id = NEW.close_out_id
        AND NEW.done_by_id IN (c.requested_by_id, c.requested_for_id, c.reviewed_by_id, c.reviewed_for_id))"""
_CHECKER_OF_UNIT: Final = """EXISTS (
    SELECT 1 FROM "accounts_person" p WHERE p.id = NEW.done_by_id AND p.unit_id = NEW.unit_id)"""
_UNLOOKED: Final = """EXISTS (
    SELECT 1 FROM "ledgers_sitecheck" s WHERE s.close_out_id = NEW.id AND s.state = 'planned')"""
_UNUSED: Final = """(
    (SELECT COUNT(*) FROM "ledgers_closeout" c WHERE c.item_id = NEW.id AND c.state = 'closed')
    + (CASE WHEN NEW.closed_before THEN 1 ELSE 0 END)
    > (SELECT COUNT(*) FROM "ledgers_lookback" l WHERE l.item_id = NEW.id AND l.state = 'relapsed'))"""
_ENDED: Final = "OLD.state IN ('closed', 'returned', 'withdrawn', 'lapsed')"
_ASKED: Final = (
    "id", "item_id", "number", "content_hash", "content_id",
    "requested_by_id", "requested_for_id", "requested_unit_id", "requested_on",
)  # fmt: skip
_REVIEW: Final = ("reviewed_by_id", "reviewed_for_id", "reviewed_on")
_VERDICT: Final = (
    "verified_by_id", "verified_for_id", "verified_unit_id", "verified_office_id", "verified_on",
)  # fmt: skip
_APPROVAL: Final = ("approved_by_id", "approved_for_id", "approved_on")
_MINUTES_DIFFER: Final = "NEW.meeting_minutes_id IS DISTINCT FROM OLD.meeting_minutes_id"
_RESTED_ON: Final = """EXISTS (SELECT 1 FROM "ledgers_closeout" c WHERE c.meeting_id = NEW.id)"""
_A_KEY: Final = """EXISTS (
    SELECT 1 FROM "ledgers_meeting" m WHERE m.id = NEW.meeting_id AND m.state = 'filed'
        AND m.meets_on = NEW.meeting_on AND m.meets_on >= NEW.requested_on
        AND m.minutes_id = NEW.meeting_minutes_id)"""
_WORDS: Final = ("statement", "remark", "meeting_attendees")


def register_own() -> None:
    """Called when the room is ready."""
    kept = ("item", "measure", "assignment", "report", "evidence", "evidenceuse", "extension", "closeout")
    for table in (
        *kept,
        "checkresult",
        "lookback",
        "sitecheck",
        "sitecheckphoto",
        "sitecheckfinding",
        "instruction",
        "newerpassage",
        "closingreport",
        "signoff",
        "import",
        "importline",
        "schedule",
        "schedulepoint",
    ):
        register(*never(f"ledgers_{table}", "DELETE", sentence=_KEPT))
    for table in ("standardversion", "standardcheck"):
        register(*never(f"ledgers_{table}", "UPDATE", "DELETE", sentence=_PUBLISHED))
    register(
        never_replaced("ledgers_item", ("id",), ("ledger_id", "number"), sentence=_KEPT),
        never_replaced("ledgers_closeout", ("id",), ("item_id", "number"), sentence=_KEPT),
        never_replaced("ledgers_standardversion", ("id",), ("standard_id", "number"), sentence=_PUBLISHED),
        never_replaced("ledgers_standardcheck", ("id",), ("version_id", "position"), sentence=_PUBLISHED),
    )
    for table in ("reportingperiod", "periodline"):
        register(*never(f"ledgers_{table}", "UPDATE", "DELETE", sentence=_FROZEN))
    register(
        never_replaced(
            "ledgers_reportingperiod", ("id",), ("ledger_id", "cadence", "ends_on"), sentence=_FROZEN
        ),
        never_replaced("ledgers_periodline", ("id",), ("period_id", "assignment_id"), sentence=_FROZEN),
    )
    _register_second_key()
    _register_striking_off()
    _register_site_checks()
    _register_meetings()
    _register_regimes()


def _register_second_key() -> None:
    """Who may not hold the second key, and that a key once turned stays as it was turned."""
    refused = {
        "doer": (f"({_REPORTED} OR {_PROVED})", _DOER),
        "duty": (_OWING, _DUTY),
        "mandate": (_STANDING_IN, _MANDATE),
    }
    events: tuple[Event, ...] = ("INSERT", "UPDATE")
    for event in events:
        for name, (condition, sentence) in refused.items():
            _guard(f"closeout_{name}", "closeout", event, f"{_VERIFIED} AND {condition}", sentence)
    without = "NEW.meeting_on IS NOT NULL AND NEW.meeting_minutes_id IS NULL"
    _guard("closeout_minutes", "closeout", "INSERT", without, _MINUTES)
    had_none = f"{without} AND OLD.meeting_minutes_id IS NULL"  # redacted ones leave an empty place
    _guard("closeout_minutes", "closeout", "UPDATE", had_none, _MINUTES)
    _guard("closeout_turned", "closeout", "UPDATE", _other_key(), _TURNED)


def _register_striking_off() -> None:
    """No item is struck off without a second key that was turned for this very striking off."""
    _guard("item_closed", "item", "INSERT", "NEW.state = 'closed' AND NOT NEW.closed_before", _UNVERIFIED)
    told_late = "NEW.closed_before AND NOT OLD.closed_before"
    _guard("item_closed_before", "item", "UPDATE", told_late, _NOT_BEFORE)
    struck = f"NEW.state = 'closed' AND OLD.state <> 'closed' AND NOT ({_SECOND_KEY} AND {_UNUSED})"
    _guard("item_closed", "item", "UPDATE", struck, _UNVERIFIED)
    moved = "NEW.state = 'closed' AND OLD.state = 'closed' AND NEW.closed_on IS DISTINCT FROM OLD.closed_on"
    _guard("item_closed_on", "item", "UPDATE", moved, _UNVERIFIED)
    done = f"OLD.state <> 'planned' AND ({_differs('id', 'item_id', 'state', 'done_by_id', 'done_on')})"
    _guard("lookback_done", "lookback", "UPDATE", done, _DONE)
    looked = "NEW.state IN ('holds', 'mostly', 'relapsed')"
    events: tuple[Event, ...] = ("INSERT", "UPDATE")
    for event in events:
        first = "OLD.state = 'planned' AND " if event == "UPDATE" else ""  # what is done is redacted as ever
        _guard("lookback_looker", "lookback", event, f"{first}{looked} AND ({_LOOKER_DID})", _LOOKER)
    register(*never("ledgers_lookbackdraw", "UPDATE", "DELETE", sentence=_DRAWN))
    register(never_replaced("ledgers_lookbackdraw", ("id",), sentence=_DRAWN))


def _register_site_checks() -> None:
    """A draw and a result stay, nobody looks at his own work, and no key turns before somebody has looked."""
    register(*never("ledgers_sitecheckdraw", "UPDATE", "DELETE", sentence=_DRAWN))
    register(never_replaced("ledgers_sitecheckdraw", ("id",), ("close_out_id",), sentence=_DRAWN))
    register(never_replaced("ledgers_sitecheck", ("id",), ("code",), sentence=_CHECKED))
    told = ("id", "office_id", "kind", "state", "item_id", "close_out_id", "draw_id", "unit_id", "code",
            "result", "code_shown_at", "claimed_shown_at", "code_use", "received_at", "written_at",
            "done_by_id", "done_for_id", "done_unit_id", "done_on")  # fmt: skip
    _guard(
        "sitecheck_done", "sitecheck", "UPDATE", f"OLD.state <> 'planned' AND ({_differs(*told)})", _CHECKED
    )
    coded = "NEW.code <> OLD.code OR NEW.kind <> OLD.kind OR NEW.item_id IS DISTINCT FROM OLD.item_id"
    _guard("sitecheck_code", "sitecheck", "UPDATE", coded, _CHECKED)
    events: tuple[Event, ...] = ("INSERT", "UPDATE")
    for event in events:
        first = "OLD.state = 'planned' AND " if event == "UPDATE" else ""
        did = f"{first}NEW.state = 'done' AND ({_LOOKER_DID} OR {_CHECKER_ASKED} OR {_CHECKER_OF_UNIT})"
        _guard("sitecheck_checker", "sitecheck", event, did, _CHECKER)
    turned = "(NEW.verified_by_id IS NOT NULL AND OLD.verified_by_id IS NULL)"
    turned += " OR (NEW.meeting_on IS NOT NULL AND OLD.meeting_on IS NULL)"
    _guard("closeout_unlooked", "closeout", "UPDATE", f"({turned}) AND {_UNLOOKED}", _TO_LOOK)


def _register_meetings() -> None:
    """A meeting that was held stays held, its minutes stay once a key rests on them; nothing goes away."""
    for table in ("meetingseries", "meeting", "attendance", "meetingtopic"):
        register(*never(f"ledgers_{table}", "DELETE", sentence=_RECORDED))
        register(never_replaced(f"ledgers_{table}", ("id",), sentence=_RECORDED))
    back = "OLD.state IN ('held', 'filed') AND NEW.state IN ('planned', 'cancelled')"
    other = f"OLD.state = 'filed' AND ({_differs('state', 'series_id', 'year', 'number', 'meets_on')})"
    again = f"OLD.state = 'cancelled' AND ({_differs('state', 'series_id', 'year', 'number', 'meets_on')})"
    swapped = f"({_swapped('minutes_id')} AND {_RESTED_ON})"
    _guard("meeting_held", "meeting", "UPDATE", f"({back}) OR ({other}) OR ({again}) OR {swapped}", _HELD)
    _guard(
        "meeting_minutes", "meeting", "INSERT", "NEW.state = 'filed' AND NEW.minutes_id IS NULL", _NO_MINUTES
    )
    filing = "NEW.state = 'filed' AND OLD.state <> 'filed' AND NEW.minutes_id IS NULL"
    _guard("meeting_minutes", "meeting", "UPDATE", filing, _NO_MINUTES)
    named = f"NEW.meeting_id IS NOT NULL AND NEW.meeting_on IS NOT NULL AND NOT {_A_KEY}"
    _guard("closeout_meeting", "closeout", "INSERT", named, _NO_KEY)
    newly = f"{named} AND NEW.meeting_id IS DISTINCT FROM OLD.meeting_id"
    _guard("closeout_meeting", "closeout", "UPDATE", newly, _NO_KEY)


def _register_regimes() -> None:
    """What was asked for stays as it was asked, what was answered stays answered, and by another hand."""
    asked = ("asked_by_id", "asked_for_id", "asked_on")
    written = {
        "regimeversion": ("regime_id", "number", "text"),
        "regimeuse": ("ledger_id", "regime_id", "preset", "asked_with_id"),
    }
    ended = ("state", "starts_on", "answered_by_id", "answered_for_id", "answered_on")
    for table, told in written.items():
        register(*never(f"ledgers_{table}", "DELETE", sentence=_REGIME))
        register(never_replaced(f"ledgers_{table}", ("id",), sentence=_REGIME))
        changed = f"OLD.state <> 'draft' AND ({_differs(*told, *asked)})"
        over = f"OLD.state NOT IN ('draft', 'asked') AND ({_differs(*ended)})"
        _guard(f"{table}_asked", table, "UPDATE", f"({changed}) OR ({over})", _REGIME)
        unasked = "NEW.state = 'approved' AND OLD.state NOT IN ('asked', 'approved')"
        stands_in = f"NEW.answered_by_id IS NOT NULL AND {_ANSWERING_FOR_ASKER}"
        newly = f"OLD.answered_by_id IS NULL AND {stands_in}"
        _guard(f"{table}_hand", table, "UPDATE", f"({unasked}) OR ({newly})", _PROPOSER)
        _guard(f"{table}_hand", table, "INSERT", stands_in, _PROPOSER)
    register(*never("ledgers_lightregime", "DELETE", sentence=_REGIME))
    register(never_replaced("ledgers_lightregime", ("id",), ("office_id", "name"), sentence=_REGIME))


def _swapped(column: str) -> str:
    """Another value in place of one; a redacted one leaves an empty place."""
    return f"OLD.{column} IS NOT NULL AND NEW.{column} IS NOT NULL AND NEW.{column} <> OLD.{column}"


def _guard(name: str, table: str, event: Event, when: str, sentence: str) -> None:
    register(
        Guard(
            name=f"ledgers_{name}_{event.lower()}",
            table=f"ledgers_{table}",
            event=event,
            when=when,
            sentence=sentence,
        )
    )


def _other_key() -> str:
    """What was asked stays; what has turned stays; what has ended stays, but for words that were redacted."""
    keys = (_REVIEW, _VERDICT, _APPROVAL, ("publicity_from",), ("meeting_on", "meeting_id"))
    other = [f"({_differs(*_ASKED)})"]
    other += [f"(OLD.{key[0]} IS NOT NULL AND ({_differs(*key)}))" for key in keys]
    other.append(f"(OLD.meeting_on IS NOT NULL AND NEW.meeting_minutes_id IS NOT NULL AND {_MINUTES_DIFFER})")
    rest = _differs("state", "ended_on", "publicity_to", *(name for key in keys for name in key))
    other.append(f"({_ENDED} AND ({rest} OR {' OR '.join(map(_reworded, _WORDS))}))")
    return " OR ".join(other)


def _reworded(column: str) -> str:
    return f"(NEW.{column} IS DISTINCT FROM OLD.{column} AND NEW.{column} <> '{MARK}')"


def _differs(*columns: str) -> str:
    return " OR ".join(f"NEW.{one} IS DISTINCT FROM OLD.{one}" for one in columns)
