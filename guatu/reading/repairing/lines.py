"""Damage to lines: counters of pages, hard wraps, lost line breaks, brackets and quotes."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise

from guatu.kernel.numbers import ordinal_of, to_chinese
from guatu.reading.repairing.working import Edit, WorkingText

_DIGITS = "一二三四五六七八九"
_NUMERAL = f"(?:[{_DIGITS}]?十[{_DIGITS}]?|[{_DIGITS}])"
_SENTENCE_END = "。！？；!?;”’」』》）)】"


def unwrap(working: WorkingText) -> None:
    """Join the lines of a text that was wrapped at one width.

    It is tried before and after characters are mended: pinyin notes may be older or newer than the wrapping.
    """
    working.apply("hard_wraps", _hard_wraps(working.text))


def mend_lines(working: WorkingText) -> None:
    """Mend lines from the coarse to the fine: what is joined first is split at its ordinals afterwards."""
    working.apply("page_marks", _page_marks(working.text))
    working.apply("lost_breaks", _lost_breaks(working.text))
    working.apply("lost_brackets", _lost_brackets(working.text))
    working.apply("lost_quotes", _lost_quotes(working.text))


# ---------------------------------------------------------------- counters of document-sharing sites

_SHORTEST_PAGE = 60
"""Characters below which a line is no page, but an entry of a list: 1.清理河道 2.加固堤防."""
_COUNTER = re.compile(r"^(\d{1,3})[、.．]\s?", re.MULTILINE)


def _page_marks(text: str) -> Iterator[Edit]:
    """Pages of one line each behind 1、 2、 3、, cut in mid-sentence: the counters go, the lines join."""
    marks = _consecutive(text)
    cut = sum(
        text[m.start() - 2 : m.start() - 1] not in _SENTENCE_END + "：:"
        and m.start() - before.end() >= _SHORTEST_PAGE
        for before, m in pairwise(marks)
    )
    if len(marks) < 2 or cut * 2 < len(marks) - 1 or cut < 1:
        return
    lines = [text.find("\n", m.end()) for m in marks]
    if any(
        end != -1 and text[end + 1 : m.start()].strip() for end, m in zip(lines[:-1], marks[1:], strict=True)
    ):
        return
    for number, mark in enumerate(marks):
        start = mark.start() if number == 0 else len(text[: mark.start()].rstrip())
        yield Edit(start, mark.end(), "")


def _consecutive(text: str) -> list[re.Match[str]]:
    """The counters 1, 2, 3 … at line starts, when they are the only numbered lines."""
    found = list(_COUNTER.finditer(text))
    return found if [int(m.group(1)) for m in found] == list(range(1, len(found) + 1)) else []


# ---------------------------------------------------------------- hard wraps

_HEAD = re.compile(
    rf"\s*(?:{_NUMERAL}、|[(（]{_NUMERAL}[)）]|[(（]\d{{1,2}}[)）]|\d{{1,2}}[.．、](?!\d)|[①-⑳]"
    f"|第{_NUMERAL}[章节条部]"
    rf"|{_NUMERAL}是|[#*•●■◆]|附件|[\u4e00-\u9fff]{{2,6}}[:：])"
)


def _hard_wraps(text: str) -> Iterator[Edit]:
    """Lines of one width that end in mid-sentence are one paragraph."""
    lines = text.split("\n")
    shown = [_width(line.rstrip()) for line in lines]
    filled = [width for line, width in zip(lines, shown, strict=True) if line.strip()]
    if len(filled) < 8:
        return
    width = _wrap_width(filled)
    full = [i for i, one in enumerate(shown[:-1]) if width - 3 <= one <= width + 1]
    wrapped = [i for i in full if _runs_on(lines[i], lines[i + 1])]
    if not 16 <= width <= 60 or len(wrapped) < 5 or len(full) * 3 < len(filled):
        return
    joined, place = set(wrapped), 0
    for i, line in enumerate(lines):
        place += len(line)
        if i in joined:
            yield Edit(
                place - (len(line) - len(line.rstrip())),
                place + 1 + len(lines[i + 1]) - len(lines[i + 1].lstrip()),
                "",
            )
        place += 1


_NARROW = re.compile("[^“”‘’—…\u2e80-\U0010ffff]+")


def _width(line: str) -> int:
    """How wide a line shows, in Chinese characters: figures and Latin letters take half of one."""
    return (2 * len(line) - sum(map(len, _NARROW.findall(line)))) // 2


def _wrap_width(widths: list[int]) -> int:
    """The greatest width at which many lines end; 0 where there is none."""
    ordered = sorted(widths)
    for width in sorted(set(widths), reverse=True):
        if (bisect_right(ordered, width + 1) - bisect_left(ordered, width - 3)) * 3 >= len(ordered):
            return width
    return 0


def _runs_on(line: str, following: str) -> bool:
    if not following.strip() or following[:1].isspace():
        return False
    if line.rstrip()[-1:] in ("，", ",", "、"):
        return True
    if _HEAD.match(following):
        return False
    return bool(line.strip()) and line.rstrip()[-1] not in "。！？"


# ---------------------------------------------------------------- line breaks lost before an ordinal

_ORDINALS = {
    "chapter": re.compile(rf"第({_NUMERAL})(?:章|部分)(?=[\s　])"),
    "comma": re.compile(rf"(?<![{_DIGITS}十第百])({_NUMERAL})[、.．](?!\d)"),
    "paren": re.compile(rf"[(（]({_NUMERAL})[)）]"),
    "arabic": re.compile(r"(?<![\d.．\-—/a-zA-Z〔(（第])(\d{1,2})[.．、](?![\d])"),
}
_NEAR = 8
_ENUMERATED = re.compile(rf"[(（]{_NUMERAL}[)）]\s*$")
"""An ordinal right behind another, as in 第（一）（二）项, cites and opens nothing."""
_LONGEST_TITLE = 100
"""Characters from which a first line holds more than a title."""
_LONG_LINE = 600
"""Characters from which a line may be a whole document without its breaks."""


def _lost_breaks(text: str) -> Iterator[Edit]:
    """Put back line breaks before ordinals of a sequence, and around title and signature."""
    places: set[int] = set()
    for style in _ORDINALS:
        places |= _broken_places(text, style)
    places |= set(_run_together(text))
    for place in sorted(places):
        start = len(text[:place].rstrip(" \u3000"))
        if start and text[start - 1] != "\n":
            yield Edit(start, place, "\n")


_TITLE = re.compile(
    r"(?P<title>[^。，；\n]{8,80}?(?:通报|报告|方案|计划|讲话|纪要|意见|办法|通知|公告|公示|要点|清单|措施"
    "|函)"
    r"(?:[（(](?!\d{4}年\d)[^（）()\n]{1,20}[）)])?)\s*"
    r"(?=各|根据|为|按照|同志们|近日|今年|\d{4}年|现将|[（(]\d{4}年|[\u4e00-\u9fff]{0,12}〔\d{4}〕)"
)
_LETTERHEAD_MARKS = re.compile(
    r"\s*[\u4e00-\u9fff]{0,12}〔\d{4}〕(?:第)?\d{1,4}号?(?:\s+[\u4e00-\u9fff]{4,30})?"
    r"(?:\s+\d{4}年\d{1,2}月\d{1,2}日)?\s*"
)
_DAY_IN_BRACKETS = re.compile(r"[（(]\d{4}年\d{1,2}月\d{1,2}日[）)]")
_ADDRESSEE = re.compile(r"[^。\n]{2,60}[:：](?=[^\n])")
_SIGNED = re.compile(
    r"(?<=[。！])\s*(?=(?:中共)?[\u4e00-\u9fff]{3,30}"
    r"(?:局|委|办|厅|政府|党组|党委|办公室|委员会|指挥部|督查室|公司|中心|小组|组)"
    r"\s*\d{4}年\d{1,2}月\d{1,2}日\s*$)"
)
_GENERIC = re.compile(
    r"(?<=[、)）])(?:总体情况|基本情况|主要做法|存在(?:的)?(?:主要|突出)?问题"
    r"|(?:下一步|下步)(?:工作)?(?:要求|安排|打算|措施|计划)?|(?:有关|工作)要求|整改(?:落实|进展|完成)?情况"
    r"|工作(?:目标|任务)|重点任务|主要任务|保障措施|总体要求)(?=[\u4e00-\u9fff\d“（(])"
)
_MET = re.compile(
    r"(?<=[\u4e00-\u9fff》）])会议(?=听取|指出|认为|强调|要求|原则|通报|同意|决定|议定|明确|通过)"
)
_LABEL = re.compile(
    r"(?<![\n“‘《（(])(?:整改(?:目标|措施|时限|期限|完成时限|情况|进展|落实情况|进展情况|成效)|完成(?:时限|情况)"
    r"|(?:牵头|责任|配合|督导|整改责任)(?:单位|部门|领导|人)|具体措施|问题表现)[：:]"
)
_FEWEST_LABELS = 4
_OPENS_BODY = re.compile(r"[今为按各全从对截近坚县市区根一二三四五六七八九十（(“\d]")


def _run_together(text: str) -> Iterator[int]:
    """Where title, addressee, plain headings and signature end in a document on one line."""
    first = text.find("\n") if "\n" in text else len(text)
    if first >= _LONGEST_TITLE and (title := _TITLE.match(text)):
        yield title.end()
        if marks := _LETTERHEAD_MARKS.match(text, title.end()):
            yield from (marks.start() + m.start() for m in re.finditer(r"\S+", marks.group()))
            yield marks.end()
        if day := _DAY_IN_BRACKETS.match(text, title.end()):
            yield day.end()
        addressee = _ADDRESSEE.match(text, title.end())
        if addressee and text[title.end()] == "各":
            yield addressee.end()
    labels = [label.start() for label in _LABEL.finditer(text)]
    if len(labels) >= max(_FEWEST_LABELS, 2 * (text.count("\n") + 1)):
        yield from labels
    if not _is_one_line(text):
        return
    if signed := _SIGNED.search(text):
        yield signed.end()
    for met in _MET.finditer(text):
        sentence = text[max(text.rfind(c, 0, met.start()) for c in "。；：！？\n") + 1 : met.start()]
        if len(sentence) <= _LONGEST_TITLE and _ORDINALS["comma"].match(sentence.strip()):
            yield met.start()
    for heading in _GENERIC.finditer(text):
        if _OPENS_BODY.match(text, heading.end()):
            yield heading.end()


_Mark = tuple[int, int, bool]
"""An ordinal: where it stands, its value, and whether it opens its line."""


def _broken_places(text: str, style: str) -> set[int]:
    marks = [
        (m.start(), ordinal_of(m.group(1)) or 0, _stands_first(text, m.start()))
        for m in _ORDINALS[style].finditer(text)
    ]
    inline = [(at, n) for at, n, first in marks if not first]
    if not inline:
        return set()
    numbered: dict[int, list[_Mark]] = {}
    for mark in marks:
        numbered.setdefault(mark[1], []).append(mark)
    return {at for at, n in inline if _belongs(text, at, n, numbered, style)}


def _stands_first(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _belongs(text: str, at: int, n: int, numbered: dict[int, list[_Mark]], style: str) -> bool:
    """Is this inline ordinal a heading whose break was lost, and not an enumeration inside a sentence?"""
    if _ENUMERATED.search(text, max(0, at - _NEAR), at):
        return False
    before = text[:at].rstrip(" ")[-1:]
    line_start, line_end = text.rfind("\n", 0, at) + 1, (text.find("\n", at) + 1 or len(text) + 1) - 1
    is_long = line_end - line_start >= (_LONG_LINE if "\n" in text else _LONG_LINE // 3)
    earlier, later = numbered.get(n - 1, []), numbered.get(n + 1, [])
    before_it, after_it = bisect_left(earlier, (at,)), bisect_left(later, (at,))
    prev = earlier[before_it - 1] if before_it else None
    nxt = later[after_it] if after_it < len(later) else None
    follows_first = prev is not None and prev[2] and prev[0] <= line_start + 2
    ends = before in _SENTENCE_END
    heading = text[line_start:at]
    if n == 1 and nxt is not None and nxt[2] and len(heading) <= 40 and _HEAD.match(heading):
        return True
    if style in ("comma", "paren", "chapter"):
        in_sequence = (n == 1 and nxt is not None) or prev is not None
        if is_long and in_sequence and before not in "、，,至到（(":
            return True
        return ends and (follows_first or (n > 1 and nxt is not None and nxt[2]))
    if is_long and _is_one_line(text) and before not in "，,、至到（(第":
        return (n == 1 and nxt is not None) or prev is not None
    return ends and follows_first and nxt is not None and nxt[2]


def _is_one_line(text: str) -> bool:
    """Few lines, long ones: the breaks of the whole document were lost."""
    lines = [line for line in text.split("\n") if line.strip()]
    return len(text) / max(1, len(lines)) > _LONG_LINE / 2


# ---------------------------------------------------------------- brackets and quotes

_HALF_OPEN = re.compile(
    rf"^(?:({_NUMERAL})?([)）])|[(（]({_NUMERAL})(?![{_DIGITS}十)）、]))(?=[\u4e00-\u9fff“])", re.MULTILINE
)
_WHOLE = re.compile(rf"^([(（])({_NUMERAL})[)）]", re.MULTILINE)


def _lost_brackets(text: str) -> Iterator[Edit]:
    """A heading that lost a bracket or its number gets back what its neighbours show: )关于 is (三)关于."""
    whole = [(m.start(), ordinal_of(m.group(2)) or 0, m.group(1)) for m in _WHOLE.finditer(text)]
    for half in _HALF_OPEN.finditer(text):
        before = [w for w in whole if w[0] < half.start()]
        is_ascii = (before[-1][2] if before else text[half.start()]) in "()"
        known = half.group(1) or half.group(3)
        if not known and not before:
            continue
        number = known or to_chinese(before[-1][1] + 1)
        left, right = "()" if is_ascii else "（）"
        whole.append((half.start(), ordinal_of(number) or 0, left))
        whole.sort()
        yield Edit(half.start(), half.end(), f"{left}{number}{right}")


_FRAME_OPEN = re.compile(
    r"(?:针对|关于)(“?)([^“”\n]{4,80}(?:“[^“”\n]{1,30}”[^“”\n]{0,40})*)(”?)(?=(?:的|等)?问题)"
)


def _lost_quotes(text: str) -> Iterator[Edit]:
    """针对推动…缓慢”问题 lost its opening quote."""
    for frame in _FRAME_OPEN.finditer(text):
        if frame.group(3) and not frame.group(1):
            yield Edit(frame.start(2), frame.start(2), "“")
