"""All that a document says of itself, in one pass."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guatu.reading.draft import Kind
from guatu.reading.drafting.head.days import whole_days
from guatu.reading.drafting.head.kinds import kind_of
from guatu.reading.drafting.head.signature import find_signature
from guatu.reading.drafting.head.title import find_title
from guatu.reading.drafting.privacy import bears_mail_address
from guatu.reading.outlining import Line
from guatu.reading.repairing import Repaired
from guatu.reading.secrecy import refuse_marked_lines

_RESTRICTED = re.compile(
    r"^\s*(?:内部(?:资料|文件|材料|使用|参阅)?|工作秘密)"
    r"(?:[,，、\s]*(?:注意保存|不得外传|请勿外传))?\s*(?:★.{0,6})?$"
)
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,12}[〔\[［(（]\d{4}[〕\]］)）]\s*(?:第)?\d{1,5}号|(?:[〔\[［(（]\d{4}[〕\]］)）]\s*)?第\s?\d{1,4}\s?期"
)
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-—－]?\d{7,8}|1[3-9]\d{9}|\d{7,8})(?!\d)")
_CONTACT = re.compile(
    r"联系(?:电话|方式|人|地址|邮箱)|电子(?:邮箱|邮件|信箱)|邮政(?:地址|编码)|举报(?:电话|邮箱)"
    r"|通讯地址|来信来访|监督电话|邮箱[:：]|电话[:：]"
)
_WINDOW = re.compile(
    r"(?:公开|公示|公布|反馈|征求意见|受理|意见征集|监督)\S{0,6}?(?:期限|期|时间|日期|期间)(?:为|自|[:：])?"
)
_SHORT_WINDOW = re.compile(
    r"[自从为:：\s]*(\d{4})年(\d{1,2})月(\d{1,2})日\s*(?:至|到|—|-|－|~|～)+\s*(?:(\d{1,2})月)?(\d{1,2})日"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a document says of itself."""

    kind: Kind
    title: str | None
    issuer: str | None
    issued_on: date | None
    number: str | None
    secrecy: str | None
    contacts_present: bool
    feedback_window: tuple[date, date] | None
    signature: tuple[Line, ...]
    warnings: tuple[str, ...]


def read_head(repaired: Repaired, lines: Sequence[Line]) -> Head:
    """Read the head of a repaired document; a secrecy mark refuses."""
    refuse_marked_lines([line.text for line in lines if line.block.cell is None])
    title = find_title(repaired, lines)
    source = repaired.source
    signature = find_signature(lines, title, repaired.aside, source.published_on)
    text = repaired.text
    secrecy = next((line.text.strip() for line in lines[:6] if _RESTRICTED.match(line.text)), None)
    return Head(
        kind=kind_of(title, text),
        title=title,
        issuer=signature.issuer,
        issued_on=signature.issued_on,
        number=_number(lines),
        secrecy=secrecy,
        contacts_present=_bears_contacts(text),
        feedback_window=_window(text),
        signature=signature.lines,
        warnings=(f"文件标有“{secrecy}”字样，请确认可以在本系统处理",) if secrecy else (),
    )


def _bears_contacts(text: str) -> bool:
    """An e-mail address speaks for itself; a figure is a phone where the text speaks of contacts."""
    return bears_mail_address(text) or bool(_CONTACT.search(text) and _PHONE.search(text))


def _number(lines: Sequence[Line]) -> str | None:
    """The number on a line of its own in the head, never one that a sentence cites."""
    for line in lines[:8]:
        words = line.text.strip()
        found = _NUMBER.search(words)
        if found and len(words) <= len(found.group()) + 30 and not re.search(r"[。；]", words):
            return re.sub(r"\s", "", found.group())
    return None


def _window(text: str) -> tuple[date, date] | None:
    """The first and last day of 公示期限：…至…."""
    for words in _WINDOW.finditer(text):
        days = list(whole_days(text, words.end(), min(len(text), words.end() + 60)))
        if len(days) >= 2 and days[0].on <= days[1].on and days[1].start - days[0].end <= 4:
            return days[0].on, days[1].on
        short = _short_window(text[words.end() : words.end() + 40])
        if short:
            return short
    return None


def _short_window(words: str) -> tuple[date, date] | None:
    """2024年12月3日至20日, or …至12月20日: the second day borrows what it does not say."""
    found = _SHORT_WINDOW.match(words)
    if not found:
        return None
    year, month, day, month2, day2 = (int(g) if g else 0 for g in found.groups())
    try:
        first = date(year, month, day)
        last = date(year, month2 or month, day2)
    except ValueError:
        return None
    return (first, last) if first <= last else (first, last.replace(year=year + 1))
