"""Hostile uploads: what somebody, or somebody's broken program, may send to a door that takes files."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

from bench.fuzzing.mutations import mutate
from bench.fuzzing.seeds import Seed

_TYPES: Final = (
    "application/octet-stream", "image/jpeg", "text/html; charset=utf-7", "application/pdf", "text/plain",
    "multipart/mixed; boundary=x", "application/x-www-form-urlencoded", "", "a", "image/svg+xml", "../../x",
    "text/plain; charset=utf-16; charset=gbk", "application/json", "message/rfc822",
)  # fmt: skip
_NAMES: Final = (
    "", ".", "..", "../../../../etc/passwd", "..\\..\\windows\\win.ini", "C:\\CON.docx", "a\0b.pdf",
    ".htaccess", "照片.jpg.exe", "\u202egpj.exe", "报告\u200b\ufeff.docx", "名" * 300 + ".xlsx", "x" * 5000,
    "%00%2e%2e%2f.csv", "<script>alert(1)</script>.html", "';--.xlsx", '"; filename="other.pdf', "a\tb.txt",
    "📷.png", "机密.docx", "{{7*7}}.txt", "~$锁定.xlsx", "NUL", "a/b/c.pdf", "｡｡／.docx", "e\u0301.pdf",
    "=1+1.csv", "\u2028.txt", "\ud83d.png",
)  # fmt: skip
_ENDINGS: Final = (
    "docx", "doc", "xlsx", "xls", "csv", "pdf", "png", "jpg", "heic", "webp", "zip", "ofd", "wps", "et",
    "txt", "html", "rtf", "tiff", "gif", "mp4", "exe", "",
)  # fmt: skip
_MAGIC: Final = (
    b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1", b"GIF89a", b"BM", b"II*\0", b"MM\0*",
    b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1", b"RIFF\xff\xff\xff\xffWEBP",
    b"\0\0\0\x18ftypheic", b"\x1f\x8b\x08", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xff\xfe",
    b"\xef\xbb\xbf", b"<?xml version='1.0'?>",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Upload:
    """One request body with its head; the number and the seed give the same again."""

    number: int
    kind: str
    form: str
    """What the bytes once were, or are said to be."""
    body: bytes
    content_type: str


def upload(number: int, *, seed: int, seeds: Sequence[Seed], fields: dict[str, str]) -> Upload:
    """What is sent; the fields go along in a form of several parts."""
    chance = Random(f"{seed}/{number}")  # noqa: S311 - repeatable chance is the point
    kind = chance.choices(list(_KINDS), [weight for weight, _ in _KINDS.values()])[0]
    name, data = _KINDS[kind][1](chance, seeds)
    if chance.random() < 0.25:
        name = chance.choice(_NAMES)
    body, content_type = _form(chance, fields, name, data)
    return Upload(number, kind, name.rpartition(".")[2][:8], body, content_type)


# ------------------------------------------------------------ bytes

Made = tuple[str, bytes]


def _seed(chance: Random, seeds: Sequence[Seed]) -> Seed:
    return chance.choices(seeds, [one.weight for one in seeds])[0]


def _whole(chance: Random, seeds: Sequence[Seed]) -> Made:
    one = _seed(chance, seeds)
    return one.name, one.data + (b"\n" + str(chance.random()).encode() if one.form in ("txt", "csv") else b"")


def _damaged(chance: Random, seeds: Sequence[Seed]) -> Made:
    one = _seed(chance, seeds)
    return one.name, mutate(chance, one.data, one.form)


def _misnamed(chance: Random, seeds: Sequence[Seed]) -> Made:
    name, data = chance.choice((_whole, _damaged))(chance, seeds)
    return f"{name.partition('.')[0]}.{chance.choice(_ENDINGS)}", data


def _cut(chance: Random, seeds: Sequence[Seed]) -> Made:
    one = _seed(chance, seeds)
    return one.name, one.data[: chance.choice((0, 1, 4, 100, chance.randrange(len(one.data))))]


def _only_a_head(chance: Random, seeds: Sequence[Seed]) -> Made:
    head = chance.choice(_MAGIC)
    return f"a.{chance.choice(_ENDINGS)}", head + chance.randbytes(chance.choice((0, 3, 60, 5000)))


def _of_two_kinds(chance: Random, seeds: Sequence[Seed]) -> Made:
    """A file that is two: a picture with a package behind it, a page in a PDF."""
    first, second = _seed(chance, seeds), _seed(chance, seeds)
    head = chance.choice((first.data, chance.choice(_MAGIC) + b"\0" * 40, b"<script>alert(1)</script>"))
    return f"a.{chance.choice((first.form, second.form))}", head + second.data


def _picture(chance: Random, _: Sequence[Seed]) -> Made:
    form = chance.choice(("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"))
    data = _drawn(form, chance.randrange(40))
    return f"现场.{form.lower()}", chance.choice((data, mutate(chance, data, "png")))


def _vast_picture(chance: Random, _: Sequence[Seed]) -> Made:
    """A PNG that claims to be of a thousand million points."""
    data = bytearray(_drawn("PNG", 0))
    data[16:24] = chance.choice((b"\0\0\xff\xff\0\0\xff\xff", b"\x7f\xff\xff\xff\0\0\0\1", b"\0" * 8))
    return "全景.png", bytes(data)


def _bomb(chance: Random, _: Sequence[Seed]) -> Made:
    form = chance.choice(("docx", "xlsx"))
    return f"小.{form}", _packed_bomb(form, chance.choice(("zeros", "entities", "many", "wide")))


def _noise(chance: Random, _: Sequence[Seed]) -> Made:
    data = chance.choice((b"\0", b"\xff", b"a", b"\n", "文".encode(), chance.randbytes(64)))
    return f"a.{chance.choice(_ENDINGS)}", data * chance.choice((1, 50, 3000))


_KINDS: Final[dict[str, tuple[float, Callable[[Random, Sequence[Seed]], Made]]]] = {
    "whole": (2.0, _whole),
    "damaged": (8.0, _damaged),
    "misnamed": (2.0, _misnamed),
    "cut": (2.0, _cut),
    "only a head": (1.5, _only_a_head),
    "of two kinds": (1.5, _of_two_kinds),
    "picture": (2.0, _picture),
    "vast picture": (0.4, _vast_picture),
    "bomb": (0.3, _bomb),
    "noise": (1.0, _noise),
}


@cache
def _drawn(form: str, number: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.linear_gradient("L").rotate(9 * number).resize((90 + number, 60)).convert("RGB").save(out, form)
    return out.getvalue()


@cache
def _packed_bomb(form: str, how: str) -> bytes:
    """A package of a few kilobytes that wants to become large."""
    part = "word/document.xml" if form == "docx" else "xl/worksheets/sheet1.xml"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        if how == "zeros":
            package.writestr(part, b"<a>" + b"0" * 80_000_000)
        elif how == "entities":
            package.writestr(part, _ENTITIES)
        elif how == "many":
            for number in range(3000):
                package.writestr(f"{part}{number}", b"")
        else:
            package.writestr(part, _WIDE)
    return out.getvalue()


_ENTITIES: Final = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><a>&i;</a>"
)
_WIDE: Final = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr">'
    "<is><t>x</t></is></c></row></sheetData></worksheet>"
)


# ------------------------------------------------------------ the form around them


def _form(chance: Random, fields: dict[str, str], name: str, data: bytes) -> tuple[bytes, str]:
    edge = b"guatu-edge"
    parts = [_part(f'name="{field}"', b"", value.encode()) for field, value in fields.items()]
    file = _part(_disposition(chance, name), _head(chance), data)
    how = chance.choices(
        ("plain", "twice", "unended", "no file", "a field", "foreign edge", "nothing", "encoded"),
        (40, 2, 1, 0.5, 1, 0.5, 0.3, 0.7),
    )[0]
    if how == "a field":
        file = _part('name="file"', b"", data)
    if how == "encoded":
        file = file.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n", 1)
    files = {"twice": [file, file], "no file": []}.get(how, [file])
    body = b"".join(b"--" + edge + b"\r\n" + part for part in [*parts, *files])
    body += b"" if how == "unended" else b"--" + edge + b"--\r\n"
    told = "other" if how == "foreign edge" else edge.decode()
    return b"" if how == "nothing" else body, f"multipart/form-data; boundary={told}"


def _part(disposition: str, head: bytes, data: bytes) -> bytes:
    told = f"Content-Disposition: form-data; {disposition}\r\n".encode("utf-8", "surrogatepass")
    return told + head + b"\r\n" + data + b"\r\n"


def _disposition(chance: Random, name: str) -> str:
    plain = name.replace("\r", "").replace("\n", "")
    return chance.choices(
        (
            f'name="file"; filename="{plain}"',
            f"name=\"file\"; filename*=UTF-8''{plain}",
            'name="file"; filename',
        ),
        (30, 1, 0.2),
    )[0]


def _head(chance: Random) -> bytes:
    if chance.random() < 0.6:
        return b""
    return f"Content-Type: {chance.choice(_TYPES)}\r\n".encode()
