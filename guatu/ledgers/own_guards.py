"""What the ledgers' tables refuse by themselves: one hand with both keys, an item struck off without them."""

from typing import Final

from guatu.history.guards import Event, Guard, never, register

_KEPT: Final = "台账记录只能作废，不能删除"
_DOER: Final = "核查人在本事项报过进展或传过佐证，不能核查"
_DUTY: Final = "核查人代表的单位承办了本事项，不能核查"
_UNVERIFIED: Final = "没有核查通过的销号申请，不能销号"
_TURNED: Final = "已经办结的销号申请和已经转动的钥匙不能修改"

_VERIFIED: Final = "NEW.verified_by_id IS NOT NULL"
_REPORTED: Final = """EXISTS (
    SELECT 1 FROM "ledgers_report" r WHERE r.item_id = NEW.item_id
        AND (r.reported_by_id IN (NEW.verified_by_id, NEW.verified_for_id)
            OR r.principal_id IN (NEW.verified_by_id, NEW.verified_for_id)))"""
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
_SECOND_KEY: Final = """EXISTS (
    SELECT 1 FROM "ledgers_closeout" c WHERE c.item_id = NEW.id AND c.state = 'closed'
        AND c.ended_on = NEW.closed_on
        AND (c.verified_by_id IS NOT NULL OR c.meeting_on IS NOT NULL))"""
_ENDED: Final = "OLD.state IN ('closed', 'returned', 'withdrawn', 'lapsed')"
_OTHER_KEY: Final = """(
    NEW.requested_by_id IS DISTINCT FROM OLD.requested_by_id
    OR NEW.requested_for_id IS DISTINCT FROM OLD.requested_for_id
    OR NEW.requested_unit_id IS DISTINCT FROM OLD.requested_unit_id
    OR NEW.content_hash IS DISTINCT FROM OLD.content_hash
    OR (OLD.verified_by_id IS NOT NULL AND (
        NEW.verified_by_id IS DISTINCT FROM OLD.verified_by_id
        OR NEW.verified_for_id IS DISTINCT FROM OLD.verified_for_id
        OR NEW.verified_unit_id IS DISTINCT FROM OLD.verified_unit_id)))"""


def register_own() -> None:
    """Called when the room is ready."""
    for table in ("item", "report", "evidence", "closeout", "checkresult", "lookback", "extension"):
        register(*never(f"ledgers_{table}", "DELETE", sentence=_KEPT))
    events: tuple[Event, ...] = ("INSERT", "UPDATE")
    for event in events:
        register(
            Guard(
                name=f"ledgers_closeout_doer_{event.lower()}",
                table="ledgers_closeout",
                event=event,
                when=f"{_VERIFIED} AND ({_REPORTED} OR {_PROVED})",
                sentence=_DOER,
            ),
            Guard(
                name=f"ledgers_closeout_duty_{event.lower()}",
                table="ledgers_closeout",
                event=event,
                when=f"{_VERIFIED} AND {_OWING}",
                sentence=_DUTY,
            ),
        )
    register(
        Guard(
            name="ledgers_closeout_turned",
            table="ledgers_closeout",
            event="UPDATE",
            when=f"{_ENDED} OR {_OTHER_KEY}",
            sentence=_TURNED,
        ),
        Guard(
            name="ledgers_item_closed_insert",
            table="ledgers_item",
            event="INSERT",
            when="NEW.state = 'closed'",
            sentence=_UNVERIFIED,
        ),
        Guard(
            name="ledgers_item_closed_update",
            table="ledgers_item",
            event="UPDATE",
            when=f"NEW.state = 'closed' AND OLD.state <> 'closed' AND NOT {_SECOND_KEY}",
            sentence=_UNVERIFIED,
        ),
    )
