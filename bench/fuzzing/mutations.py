"""Damage: to any bytes, and to formats by their own structure. All chance comes in as an argument."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Mutation = Callable[[Random, bytes], bytes]

_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483648", b"99999999999999999999", b"1e309", b"NaN", b"")
_PIECES = [
    "（", "）", "(", ")", "“", "”", "《", "》", "〔", "〕", "[", "]", "一、", "（一）", "（十十）",
    "二十十、", "1.", "1、", "99.", "①", "㊿", "第一章", "第百条", "一是", "十一是", "一要", "\0", "\x0b",
    "\f", "\r", "\n\n\n", "\u2028", "\u200b", "\ufeff", "\ue123", "𠀀", "?！?/p>", "?。", "業(yè)", "硪",
    "2 0 2 4 年", "２０２５年２月３０日", "2025年13月45日", "0年0月0日", "9999年12月31日", "每月31日前",
    "自交办之日起99999个工作日内", "三亿六千万亿亿", "壹贰叁", "3.6.9万元", "-0.0%", "1/0",
    "12.5个百分点", "第四季度末", "“十四五”末", "牵头单位：", "责任单位：；、，", "整改时限：",
    "联系电话：", "密级：", "已完成，", "针对", "问题。", "整改措施：", "1、\n2、\n3、", "—1—",
    "第 1 页 共 2 页", "\t\t", "　　", "，" * 300, "一" * 300, "1." * 200, "（一）" * 150, "“" * 200,
    "\n" * 500, "a" * 3000, "=SUM(A1)", "'", '"', '""', "\\", "%s{}", "\U0010ffff", "🏛", "é", "İ", "ﬀ",
]  # fmt: skip
_TAGS = [
    "<table>", "<tr>", "<td rowspan=99999 colspan=99999>", "<td rowspan=-1>", "</table>", "<div>" * 300,
    "<ol start=-5>", "<ol type=i reversed>", "<li value=99999999999>", "<!--", "-->", "<script>", "</p>",
    "<p", "&#x110000;", "&#0;", "&nbsp;" * 50, "<meta charset=utf-7>", "<meta charset=utf-16>", "<title>",
    "<![CDATA[", "<plaintext>", "<svg><p>", "<template>", "<select>", "<h1></h1>", '<div id="zoom">',
    '<div style="display:none">', "<pre>\n\n", "<br>" * 300, "<a href=x>", "<frameset>", "<body>",
]  # fmt: skip


# ---------------------------------------------------------------- any bytes


def flip_bits(chance: Random, data: bytes) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 4, 16, 64))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def insert_bytes(chance: Random, data: bytes) -> bytes:
    at, count = chance.randrange(len(data) + 1), chance.choice((1, 3, 40, 400))
    new = chance.choice((chance.randbytes(count), b"\0" * count, b"\xff" * count))
    return data[:at] + new + data[at:]


def truncate(chance: Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def cut_out(chance: Random, data: bytes) -> bytes:
    start, end = _slice(chance, data)
    return data[:start] + data[end:]


def repeat_block(chance: Random, data: bytes) -> bytes:
    start, end = _slice(chance, data)
    return data[:end] + data[start:end] * chance.choice((1, 1, 5, 50)) + data[end:]


def swap_blocks(chance: Random, data: bytes) -> bytes:
    a, b, c = sorted(chance.randrange(len(data) + 1) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def change_numbers(chance: Random, data: bytes) -> bytes:
    found = list(re.finditer(rb"\d+", data))
    for number in _some(chance, found, (1, 2, 8)):
        data = data[: number.start()] + chance.choice(_NUMBERS) + data[number.end() :]
    return data


ANY: tuple[Mutation, ...] = (
    flip_bits, insert_bytes, truncate, cut_out, repeat_block, swap_blocks, change_numbers,
)  # fmt: skip


def _slice(chance: Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.choice((1, 8, 100, 2000)))


def _some(chance: Random, found: list[re.Match[bytes]], counts: tuple[int, ...]) -> list[re.Match[bytes]]:
    """Some of the places, the last first: what stands before is not moved by a change."""
    return sorted(
        chance.sample(found, min(len(found), chance.choice(counts))), key=re.Match.start, reverse=True
    )


# ---------------------------------------------------------------- texts


def scatter_pieces(chance: Random, data: bytes) -> bytes:
    """Brackets, ordinals, days, figures and controls where none belong."""
    return _in_text(chance, data, _PIECES)


def scatter_tags(chance: Random, data: bytes) -> bytes:
    return _in_text(chance, data, _TAGS)


def scatter_quotes(chance: Random, data: bytes) -> bytes:
    return _in_text(
        chance, data, ['"', '""', ",", ";", "\t", "\r\n", "\n", "\0", '="', '"\n', ",,,,,,,,", '","']
    )


def lose_line_ends(chance: Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    return b"".join(line + (b"\n" if chance.random() < 0.5 else b"") for line in lines)


def shuffle_lines(chance: Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def change_encoding(chance: Random, data: bytes) -> bytes:
    encoding = chance.choice(
        ("utf-16", "utf-16-be", "gb18030", "big5", "utf-8-sig", "utf-32", "cp1252", "utf-7")
    )
    return data.decode("utf-8", "replace").encode(encoding, "replace")


def _in_text(chance: Random, data: bytes, pieces: list[str]) -> bytes:
    text = data.decode("utf-8", "surrogateescape")
    for _ in range(chance.choice((1, 3, 10, 40))):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(pieces) + text[at:]
    return text.encode("utf-8", "surrogateescape")


TEXT: tuple[Mutation, ...] = (scatter_pieces, scatter_pieces, lose_line_ends, shuffle_lines, change_encoding)
HTML: tuple[Mutation, ...] = (*TEXT, scatter_tags, scatter_tags, scatter_tags)
CSV: tuple[Mutation, ...] = (*TEXT, scatter_quotes, scatter_quotes)


# ---------------------------------------------------------------- XML inside a zip


def _in_part(damage: Mutation) -> Mutation:
    """The damage done to one XML part, and the archive packed again so that its sums are right."""

    def mutation(chance: Random, data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        names = [name for name in parts if name.endswith((".xml", ".rels"))]
        telling = [name for name in names if re.search("document|sheet|shared|numbering|styles", name)]
        name = chance.choice(telling if telling and chance.random() < 0.8 else names)
        parts[name] = damage(chance, parts[name])
        return _packed(parts)

    return mutation


def drop_part(chance: Random, data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    del parts[chance.choice(list(parts))]
    return _packed(parts)


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def move_elements(chance: Random, data: bytes) -> bytes:
    """Small whole elements set before others, once or many times."""
    found = list(re.finditer(rb"<([\w:]+)(?:\s[^<>]*)?(?:/>|>[^<]*</\1>)", data))
    for place in _some(chance, found, (1, 5, 20)):
        data = (
            data[: place.start()] + chance.choice(found)[0] * chance.choice((1, 1, 9)) + data[place.start() :]
        )
    return data


def change_attributes(chance: Random, data: bytes) -> bytes:
    found = list(re.finditer(rb'"[^"<>]*"', data))
    for value in _some(chance, found, (1, 4, 30)):
        new = chance.choice(
            (*_NUMBERS, b"%1%2%9", "（）".encode(), b"../../x", b"none", chance.choice(found)[0][1:-1])
        )
        data = data[: value.start()] + b'"' + new + b'"' + data[value.end() :]
    return data


def nest(chance: Random, data: bytes) -> bytes:
    """An element opened many times at one place, and closed there or not."""
    found = list(re.finditer(rb"<(w:(?:tbl|tr|tc|p|r|sdt|ins|txbxContent)|row|c|is|si|r)\b[^<>/]*>", data))
    if not found:
        return repeat_block(chance, data)
    one, count = chance.choice(found), chance.choice((3, 60, 700))
    inner = b"" if chance.random() < 0.3 else b"</" + one[1] + b">"
    return data[: one.start()] + one[0] * count + inner * count + data[one.start() :]


def scatter_in_words(chance: Random, data: bytes) -> bytes:
    """Pieces inside the text of elements, escaped where XML asks for it."""
    found = [m for m in re.finditer(rb">([^<>]+)<", data) if m[1].strip()]
    for words in _some(chance, found, (1, 5, 20)):
        piece = re.sub("[\0-\x08\x0b\x0c\x0e-\x1f<&]", "", chance.choice(_PIECES)).encode()
        data = data[: words.start(1)] + piece + data[words.start(1) :]
    return data


_IN_PARTS: tuple[Mutation, ...] = (
    move_elements, move_elements, move_elements, change_attributes, change_attributes, nest,
    scatter_in_words, scatter_in_words, scatter_in_words, change_numbers,
)  # fmt: skip
OFFICE: tuple[Mutation, ...] = (*map(_in_part, _IN_PARTS), drop_part)


# ---------------------------------------------------------------- pdf


def change_stream(chance: Random, data: bytes) -> bytes:
    """The drawing of a page damaged before it is packed again."""
    found = [
        m for m in re.finditer(rb"stream\r?\n(.*?)~?>?\r?\nendstream", data, re.DOTALL) if _unpacked(m[1])
    ]
    if not found:
        return change_numbers(chance, data)
    stream = chance.choice(found)
    drawing = chance.choice((change_numbers, repeat_block, cut_out, swap_blocks))(
        chance, _unpacked(stream[1]) or b" "
    )
    return data[: stream.start(1)] + _repacked(drawing, stream[1]) + data[stream.end(1) :]


def _unpacked(packed: bytes) -> bytes | None:
    import base64

    try:
        raw = packed if packed[:1] == b"x" else base64.a85decode(packed)
        return zlib.decompress(raw)
    except (ValueError, zlib.error):
        return None


def _repacked(drawing: bytes, like: bytes) -> bytes:
    import base64

    packed = zlib.compress(drawing)
    return packed if like[:1] == b"x" else base64.a85encode(packed)


def change_names(chance: Random, data: bytes) -> bytes:
    """/Length, /Kids and their like take each other's places."""
    names = list(re.finditer(rb"/[A-Z]\w+", data))
    for name in _some(chance, names, (1, 3, 10)):
        data = data[: name.start()] + chance.choice(names)[0] + data[name.end() :]
    return data


PDF: tuple[Mutation, ...] = (change_stream, change_stream, change_stream, change_names, change_numbers)

BY_FORM: dict[str, tuple[Mutation, ...]] = {
    "txt": TEXT, "html": HTML, "csv": CSV, "docx": OFFICE, "xlsx": OFFICE, "pdf": PDF, "rtf": TEXT,
}  # fmt: skip


_OWN_SHARE = 0.85


def mutate(chance: Random, data: bytes, form: str) -> bytes:
    """One to three kinds of damage, mostly of those that the format makes likely."""
    own = BY_FORM.get(form, ANY)
    for number in range(chance.choice((1, 1, 1, 2, 3))):
        # structure is only there to be damaged while nothing else has broken it
        kinds = own if number == 0 and chance.random() < _OWN_SHARE else ANY
        data = chance.choice(kinds)(chance, data)
        if not data:
            break
    return data
