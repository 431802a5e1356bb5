"""The names of WordprocessingML (ECMA-376) in the form lxml compares them."""

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_VML = "urn:schemas-microsoft-com:vml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"

VAL = f"{{{MAIN}}}val"
CHOICE = f"{{{_COMPATIBILITY}}}Choice"
FALLBACK = f"{{{_COMPATIBILITY}}}Fallback"
ALTERNATE = f"{{{_COMPATIBILITY}}}AlternateContent"
TEXT_PATH = f"{{{_VML}}}textpath"
MATHS = f"{{{_MATHS}}}oMath"
MATHS_TEXT = f"{{{_MATHS}}}t"
PICTURES = (f"{{{_DRAWING}}}blip", f"{{{_VML}}}imagedata")


def w(name: str) -> str:
    """A name of the main namespace."""
    return f"{{{MAIN}}}{name}"


def value_of(parent: etree._Element | None, name: str) -> str | None:
    """The w:val of a child; None where the child or its value is missing."""
    child = parent.find(name) if parent is not None else None
    return child.get(VAL) if child is not None else None


def whole_number(written: str | None) -> int | None:
    """A number as the file writes it; None where it writes none or something else."""
    try:
        return int(written) if written is not None else None
    except ValueError:
        return None


def is_on(parent: etree._Element | None, name: str) -> bool | None:
    """A switch among properties: on, off, or None where it is not set."""
    child = parent.find(name) if parent is not None else None
    return None if child is None else child.get(VAL) not in ("0", "false", "off")
