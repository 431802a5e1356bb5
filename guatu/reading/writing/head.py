"""What stands above a ledger: where it comes from, and what its reader should know before using it."""

from datetime import date

from guatu.reading.draft import Draft
from guatu.reading.writing import words


def title(draft: Draft) -> str:
    """What the document is called, else what its file is called."""
    return draft.document.title or draft.document.source.name


def facts(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Label and value of what the document says of itself; what it does not say is left out."""
    document = draft.document
    issued_on = long_day(document.issued_on) if document.issued_on else None
    known = (
        ("来文", document.source.name),
        ("文号", document.number),
        ("印发机关", document.issuer),
        ("日期", issued_on),
        ("识别种类", words.KINDS[document.kind]),
        ("标识", document.secrecy),
    )
    return tuple((label, value) for label, value in known if value)


def notes(draft: Draft) -> tuple[str, ...]:
    """Sentences to read before the ledger: the reader's warnings, then what it left out on purpose."""
    sentences = list(draft.warnings)
    if draft.contacts_present:
        sentences.append("原文含电话、邮箱或证件号码，未录入事项")
    if draft.feedback_window:
        first, last = draft.feedback_window
        sentences.append(f"反馈意见期限：{long_day(first)}至{long_day(last)}")
    return tuple(sentences)


def tally(draft: Draft) -> str:
    """How much was read: 6项、6条措施."""
    measures = sum(len(item.measures) for item in draft.items)
    return f"{len(draft.items)}项、{measures}条措施"


def repaired(draft: Draft) -> int:
    """How many places were mended."""
    return sum(repair.count for repair in draft.repairs)


def long_day(day: date) -> str:
    """2026年3月28日, as documents write days."""
    return f"{day.year}年{day.month}月{day.day}日"
