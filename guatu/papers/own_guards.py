"""What the table of papers refuses: a gap, another number, another word, a paper less."""

from typing import Final

from guatu.history.blanking import MARK
from guatu.history.guards import Guard, never, never_replaced, register

_KEPT: Final = "公文签发后不能修改或删除"
_GAP: Final = "公文按年度连续编号，不能跳号"
_NEXT: Final = """(SELECT COALESCE(MAX(p.number), 0) + 1 FROM "papers_paper" p
    WHERE p.office_id = NEW.office_id AND p.kind = NEW.kind AND p.year = NEW.year)"""
_FIXED: Final = ("id", "office_id", "kind", "year", "number", "issued_on", "issued_by_id")
_WORDS: Final = ("title", "body")


def register_own() -> None:
    """Called when the room is ready."""
    fixed = [f"NEW.{one} IS DISTINCT FROM OLD.{one}" for one in _FIXED]
    words = [f"(NEW.{one} IS DISTINCT FROM OLD.{one} AND NEW.{one} <> '{MARK}')" for one in _WORDS]
    register(
        *never("papers_paper", "DELETE", sentence=_KEPT),
        never_replaced("papers_paper", ("id",), ("office_id", "kind", "year", "number"), sentence=_KEPT),
        Guard(
            name="papers_paper_update",
            table="papers_paper",
            event="UPDATE",
            when=" OR ".join((*fixed, *words)),
            sentence=_KEPT,
        ),
        Guard(
            name="papers_paper_gap",
            table="papers_paper",
            event="INSERT",
            when=f"NEW.number <> {_NEXT}",
            sentence=_GAP,
        ),
    )
