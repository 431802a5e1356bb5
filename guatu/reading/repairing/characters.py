"""Damage to single characters: full-width figures, pinyin notes, traditional forms, homophones."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Protocol

from guatu.reading.repairing.working import Edit, WorkingText

_NUMERALS = "一二三四五六七八九十"
HAN = "㐀-䶿一-鿿"
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ％](?:[０-９Ａ-Ｚａ-ｚ％]|[．＋－](?=[０-９Ａ-Ｚａ-ｚ]))*")
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\uf8ff]+"
)
_SPACES = re.compile("[\u00a0\u2002-\u200a\u202f]")
_LATIN_STOP = re.compile(
    rf"(?<=[{HAN}”）)》%])(?<!^[{_NUMERALS}])(?<![\n（(][{_NUMERALS}])(?<!\n十[{_NUMERALS}])"
    rf"[.．] ?(?=[{HAN}“《\d\n]|$)"
)
_SPACED_FIGURES = re.compile(r"(?<![\d.])\d(?: \d){2,}(?! ?\d)")
_LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê"
_PINYIN = re.compile(rf"(?<=[{HAN}])[(（]([{_LETTERS}]{{1,6}})[)）]")


def mend_characters(working: WorkingText) -> None:
    """Mend what can be mended without looking at lines, in an order in which each step helps the next."""
    working.apply("invisible", (Edit(m.start(), m.end(), "") for m in _INVISIBLE.finditer(working.text)))
    working.apply("spaces", (Edit(m.start(), m.end(), " ") for m in _SPACES.finditer(working.text)))
    working.apply("fullwidth_figures", _narrowed(working.text))
    working.apply("latin_stops", (Edit(m.start(), m.end(), "。") for m in _LATIN_STOP.finditer(working.text)))
    working.apply("split_figures", _joined_figures(working.text))
    working.apply("misdecoded", _redecoded(working.text))
    working.apply("pinyin", _pinyin_notes(working.text))
    working.apply("traditional", _simplified(working.text))
    working.apply("homophones", _homophones(working.text))


def _narrowed(text: str) -> Iterator[Edit]:
    for run in _WIDE.finditer(text):
        narrow = "".join(chr(ord(c) - 0xFEE0) for c in run.group())
        if any(c.isalnum() or c == "%" for c in narrow):
            yield Edit(run.start(), run.end(), narrow)


def _joined_figures(text: str) -> Iterator[Edit]:
    """2 0 2 4 年, as scanned or spaced out by markup; three single figures at least."""
    for run in _SPACED_FIGURES.finditer(text):
        yield Edit(run.start(), run.end(), run.group().replace(" ", ""))


# ---------------------------------------------------------------- bytes decoded out of step

_TAGS = re.compile(r"\??/p>|</?(?:p|br|span|strong|div|b)\b[^<>\n]{0,40}>")
_OUT_OF_STEP = re.compile(rf"\?[!！。](?=.)|{_TAGS.pattern}")
_TAIL = re.compile(r"\?[!！。]\?/p>")
_CLOSING = "”’）》"


def _redecoded(text: str) -> Iterator[Edit]:
    """A lost lead byte shifts GB18030 by one: 。” becomes ?！, rubbish follows. It is shifted back."""
    taken = 0
    for found in _OUT_OF_STEP.finditer(text):
        if found.start() < taken:
            continue
        edit = _shifted_back(text, found.start())
        if edit is None and _TAGS.match(found.group()):
            edit = Edit(found.start(), found.end(), "")
        if edit:
            taken = edit.end
            yield edit


def _shifted_back(text: str, start: int) -> Edit | None:
    if text[start] != "?" or text[start + 1] not in "!！。":
        return None
    is_full_stop = text[start + 1] != "。"
    if tail := _TAIL.match(text, start):
        return Edit(start, tail.end(), "。”" if is_full_stop else "！）")
    raw, end = (b"\xa1\xa3\xa1" if is_full_stop else b"\xa3\xa1\xa3"), start + 2
    while end < min(len(text), start + 14):
        raw += text[end].encode("gb18030")
        end += 1
        if text[end - 1].isascii():
            break
    else:
        return None
    mended = raw.decode("gb18030", errors="replace")
    sound = len(mended) > 1 and mended[0] in "。！？" and mended[1] in _CLOSING and "\ufffd" not in mended
    return Edit(start, end, mended) if sound else None


# ---------------------------------------------------------------- pinyin and traditional forms


def _pinyin_notes(text: str) -> Iterator[Edit]:
    """業(yè): a reading in parentheses after its own character."""
    for note in _PINYIN.finditer(text):
        if _plain(note.group(1)) in _readings(text[note.start() - 1]):
            yield Edit(note.start(), note.end(), "")


_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê", "aaaaeeeeiiiioooouuuuvvvvvnnnme")


def _plain(reading: str) -> str:
    return reading.translate(_TONES)


@cache
def _readings(character: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _opencc() -> _Converter:
    from opencc import OpenCC

    converter: _Converter = OpenCC("t2s")
    return converter


_ZHU = re.compile("(?<![显名卓专编原论昭土遗巨译所])著(?![名作述称录者书])")
"""著 where simplified writing has 着: 着力, 着手, 沿着."""
_MOSTLY_SIMPLIFIED = 0.004
"""Share of traditional characters up to which a text counts as simplified with strays."""


def _simplified(text: str) -> Iterator[Edit]:
    """Traditional forms to simplified; in a simplified text only what GB 2312 lacks, never 乾 or 著."""
    odd = {c for c in set(text) if c > "\u3400" and _is_outside_gb2312(c)}
    if not odd:
        return
    strays = [i for i, c in enumerate(text) if c in odd]
    simple = _ZHU.sub("着", _opencc().convert(text))
    if len(simple) != len(text):
        simple = "".join(_simple_form(c) for c in text)
    changed = [i for i in strays if simple[i] != text[i]]
    if len(changed) > max(3, _MOSTLY_SIMPLIFIED * len(text)):
        changed = [i for i, c in enumerate(text) if simple[i] != c]
    for i in changed:
        yield Edit(i, i + 1, simple[i])


@cache
def _simple_form(character: str) -> str:
    simple = _opencc().convert(character)
    return simple if len(simple) == 1 else character


@cache
def _is_outside_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


# ---------------------------------------------------------------- homophones put in by scrapers

_EVIDENCE = re.compile(
    rf"硪|(?<=[{HAN}])hao(?=[{HAN}，。、])|[存所潜现正]再(?!次|度)|行伪|认伪|作伪(?!证)|成伪|"
    r"伪(?!造|装|劣|证|钞|冒|善|科|军|满|基|政|君|命|品|币|随|代|口)"
)
_SUBSTITUTES = re.compile(
    rf"硪|(?<=[{HAN}])hao|"
    r"(?<!虚|真|辨|去)伪(?!造|装|劣|证|钞|冒|善|科|军|满|基|政|君|命|品|币|随|代|口)|"
    r"(?<!不|一)再(?!次|度|生|造|接再|厉|创|上|强调|动员|部署|融资|就业|教育|三|也|提升|提高|加|出发|现|利用"
    r"|保险|审)|"
    r"(?<!田|视|分|越|朝|旷|粗|荒|原|山)野(?!生|外|战|蛮|营|猪|兽|菜|心|草|炊|鸟)|"
    r"(?<![获取使值不必觉懂记难所赢博晓免舍显变落求夺说做看干办抓管打来值])得"
    r"(?!到|以|当|力|出|知|益|罪|分|体|失|了|住|奖|票|天|法|逞|手|不|很|更|好|多|越来越)"
)
_RIGHT = {"硪": "我", "hao": "好", "伪": "为", "再": "在", "野": "也", "得": "的"}


def _homophones(text: str) -> Iterator[Edit]:
    """偽 for 为, 再 for 在, 硪 for 我, hao for 好, 得 for 的, 野 for 也: only where a text betrays it."""
    if not _EVIDENCE.search(text):
        return
    for found in _SUBSTITUTES.finditer(text):
        yield Edit(found.start(), found.end(), _RIGHT[found.group()])
