"""Who issued a document and when: the signature at its end, its letterhead, its title."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from guatu.reading.drafting.head.days import whole_days
from guatu.reading.outlining import Line

_BODY = (
    "局|委|办|厅|部|署|院|所|站|中心|公司|政府|委员会|党组|党委|党工委|管委会|办公室|指挥部|领导小组|专班|"
    "人大|政协|街道|镇|乡|大队|支队|总队|法院|检察院|协会|学校|医院|集团|工委|督查室|专项小组|联席会议"
    "|分局|银行|纪委监委|监委|纪委|组"
)
_UNIT_LINE = re.compile(rf"^(?:中共)?[\u4e00-\u9fff（）()\s]{{2,45}}(?:{_BODY})(?:[（(]\S{{1,20}}[)）])?$")
_FROM_TITLE = re.compile(
    rf"^((?:中共)?[\u4e00-\u9fff]{{2,40}}?(?:{_BODY}))(?:关于|印发|转发|(?:专题|常务|全体|办公)?会议纪要$)"
)
_LETTERHEAD = re.compile(rf"^((?:中共)?[\u4e00-\u9fff]{{2,40}}(?:{_BODY}))(?:文件|会议纪要|专题会议纪要)?$")
_PRINTED = re.compile(r"^(\S{4,40}?)\s+(\d{4}年\d{1,2}月\d{1,2}日)\s*印发")
_PUBLISHED = re.compile(
    r"(?:发布|发表|更新|公开|成文)(?:时间|日期)\s*[:：]?\s*|时间\s*[:：]\s*|日期\s*[:：]\s*"
)
_ISSUER_FIELD = re.compile(
    r"(?:填报单位|编制单位|制表单位|印发单位|发布机构|发文机关|发文单位|信息来源|公开主体|制发单位)"
    r"\s*[:：]\s*([^\s,，;；|]{4,40})"
)
_TAIL = 14
"""Lines at the end in which a signature is looked for."""
_COPIED = re.compile(r"^(?:抄送|主送|分送|送|附件|附)\s*[:：]")


class Signature(NamedTuple):
    """The issuing body as signed, and the day."""

    issuer: str | None
    issued_on: date | None
    lines: tuple[Line, ...] = ()


def find_signature(
    lines: Sequence[Line], title: str | None, aside: Sequence[str], published: date | None
) -> Signature:
    """The last signing body and day; where there is none, what letterhead, title and page say."""
    tail = [line for line in _end(lines) if not _COPIED.match(line.text.strip())]
    signed = _signed(tail)
    issuer = signed.issuer or _of_letterhead(lines, title) or _of_title(title) or _of_field(lines, aside)
    day = signed.issued_on or _printed(tail) or _under_title(lines) or published or _published(aside)
    return Signature(issuer, day, signed.lines)


def _end(lines: Sequence[Line]) -> Sequence[Line]:
    """The last lines; in a short document the head, above the first numbered line, is none of them."""
    first = next((i + 1 for i, line in enumerate(lines) if line.marker is not None), 0)
    return lines[max(first, len(lines) - _TAIL) :]


def _signed(tail: Sequence[Line]) -> Signature:
    """The last day that stands alone at the end, and the bodies on the lines just above it."""
    for i in range(len(tail) - 1, -1, -1):
        day = _day_alone(tail[i].text)
        if day is None:
            continue
        head, on = day
        bodies = [line for line in tail[max(0, i - 3) : i] if _is_body(line.text)]
        if _is_body(head):
            return Signature(_name(head), on, (tail[i],))
        if bodies:
            return Signature("、".join(_name(b.text) for b in bodies), on, (*bodies, tail[i]))
        after = [line for line in tail[i + 1 : i + 2] if _is_body(line.text)]
        if after:
            return Signature(_name(after[0].text), on, (tail[i], *after))
        if i >= len(tail) - 4:
            return Signature(None, on, (tail[i],))
    last = [line for line in tail[-3:] if _is_body(line.text)]
    return Signature(_name(last[-1].text), None, tuple(last[-1:])) if last else Signature(None, None)


def _day_alone(words: str) -> tuple[str, date] | None:
    """A line that is a day, perhaps with the body before it: …局 2024年5月20日."""
    days = list(whole_days(words))
    if len(days) != 1:
        return None
    head, rest = words[: days[0].start].strip(" \u3000(（"), words[days[0].end :].strip(" \u3000)）")
    if rest and not re.fullmatch(r"印发|发布", rest):
        return None
    return (head, days[0].on) if not head or _is_body(head) else None


def _is_body(words: str) -> bool:
    return bool(_UNIT_LINE.match(words.strip()))


def _name(words: str) -> str:
    return re.sub(r"\s+", "", words)


def _of_letterhead(lines: Sequence[Line], title: str | None) -> str | None:
    for line in lines[:5]:
        words = _name(line.text)
        if words == title or (title and title.startswith(words)):
            continue
        found = _LETTERHEAD.match(words)
        if found and len(words) <= 45:
            return found.group(1)
    return None


def _of_title(title: str | None) -> str | None:
    found = _FROM_TITLE.match(title or "")
    return found.group(1) if found else None


def _of_field(lines: Sequence[Line], aside: Sequence[str]) -> str | None:
    for words in (*aside, *(line.text for line in lines[:4])):
        if found := _ISSUER_FIELD.search(words):
            return found.group(1)
    return None


def _printed(tail: Sequence[Line]) -> date | None:
    for line in reversed(tail):
        if found := _PRINTED.match(line.text.strip()):
            return next((d.on for d in whole_days(found.group(2))), None)
    return None


def _under_title(lines: Sequence[Line]) -> date | None:
    """A day on a short line of its own near the head: （2024年3月5日）, or after the number."""
    for line in lines[:6]:
        words = line.text.strip()
        days = list(whole_days(words))
        if len(days) == 1 and len(words) <= 45 and not re.search(r"[。；，,]", words):
            return days[0].on
    return None


def _published(aside: Sequence[str]) -> date | None:
    for words in aside:
        if _PUBLISHED.search(words) and (day := next(whole_days(words), None)):
            return day.on
    return None
