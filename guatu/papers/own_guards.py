"""What the tables of papers refuse: a gap, another number, another word, a paper less."""

from collections.abc import Iterable
from typing import Final

from guatu.history.blanking import MARK
from guatu.history.guards import Guard, never, never_replaced, register

_KEPT: Final = "公文签发后不能修改或删除"
_BESIDE: Final = "公文的回执和所涉事项不能修改或删除"
_TEMPLATE: Final = "公文模板不能修改或删除，请换新版"
_GAP: Final = "公文按年度连续编号，不能跳号"
_NEXT: Final = """(SELECT COALESCE(MAX(p.number), 0) + 1 FROM "papers_paper" p
    WHERE p.office_id = NEW.office_id AND p.kind = NEW.kind AND p.year = NEW.year)"""
_FIXED: Final = ("id", "office_id", "kind", "year", "number", "addressee_id", "issued_on", "issued_by_id")
_WORDS: Final = ("title", "body")


def register_own() -> None:
    """Called when the room is ready."""
    register(
        *never("papers_paper", "DELETE", sentence=_KEPT),
        never_replaced("papers_paper", ("id",), ("office_id", "kind", "year", "number"), sentence=_KEPT),
        _fixed("papers_paper", _FIXED, words=_WORDS, files=("template_id",), sentence=_KEPT),
        Guard(
            name="papers_paper_gap",
            table="papers_paper",
            event="INSERT",
            when=f"NEW.number <> {_NEXT}",
            sentence=_GAP,
        ),
    )
    for table, keys in (
        ("papers_papersubject", ("paper_id", "subject_kind", "subject_id")),
        ("papers_paperreceipt", ("paper_id",)),
    ):
        register(
            *never(table, "UPDATE", "DELETE", sentence=_BESIDE),
            never_replaced(table, ("id",), keys, sentence=_BESIDE),
        )
    _register_templates()


def _register_templates() -> None:
    table = "papers_papertemplate"
    fixed = ("id", "office_id", "kind", "number", "is_shipped", "changed_by_id", "changed_on")
    register(
        *never(table, "DELETE", sentence=_TEMPLATE),
        never_replaced(table, ("id",), ("office_id", "kind", "number"), sentence=_TEMPLATE),
        _fixed(table, fixed, words=("file_name",), files=("file_id",), sentence=_TEMPLATE),
    )


def _fixed(
    table: str, columns: Iterable[str], *, words: Iterable[str], files: Iterable[str], sentence: str
) -> Guard:
    """Columns that stay; words may only be redacted, files only be taken away."""
    stays = [f"NEW.{one} IS DISTINCT FROM OLD.{one}" for one in columns]
    stays += [f"(NEW.{one} IS DISTINCT FROM OLD.{one} AND NEW.{one} <> '{MARK}')" for one in words]
    stays += [f"(NEW.{one} IS DISTINCT FROM OLD.{one} AND NEW.{one} IS NOT NULL)" for one in files]
    return Guard(
        name=f"{table}_update", table=table, event="UPDATE", when=" OR ".join(stays), sentence=sentence
    )
