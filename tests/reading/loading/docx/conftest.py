"""Builds docx files part by part, for what python-docx cannot write."""

import io
import zipfile
from collections.abc import Callable

import pytest

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


@pytest.fixture
def make_docx() -> Callable[..., bytes]:
    """From the inner XML of parts to the bytes of a docx: make_docx(body, numbering=…, header=…)."""

    def make(body: str, *, raw: str | None = None, **parts: str) -> bytes:
        document = raw or f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        relations = "".join(
            f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in parts
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr(
                "_rels/.rels",
                f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
                f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            )
            package.writestr(
                "word/_rels/document.xml.rels",
                f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
            )
            package.writestr("word/document.xml", document)
            for kind, inner in parts.items():
                root = "hdr" if kind == "header" else kind
                package.writestr(f"word/{kind}.xml", f"<w:{root} {NAMES}>{inner}</w:{root}>")
        return out.getvalue()

    return make
