"""A clause: what one entry of a document says, as it is compared with those of another version."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_MARKS: Final = "（）()【】[]《》〈〉“”\"'‘’,，.。;；:：、!！?？·-—_|"
_ORDINAL: Final = re.compile(
    r"^\s*(?:第[〇零一二三四五六七八九十百\d]+[条项章]|[（(][〇零一二三四五六七八九十百\d]+[)）]"
    r"|[〇零一二三四五六七八九十百]+(?:[、.．，,]|是(?!否)|要(?!求))|\d+(?:[-.]\d+)*(?:[、.．)）]|\s+(?!\d)))\s*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One entry of a document: its number there, what it is about, what is to be done, all its words."""

    key: int
    number: str = ""
    heading: str = ""
    problem: str
    body: str = ""
    text: str = ""
    """The passage as it stands in the document."""

    @property
    def words(self) -> str:
        """The passage without its number, blanks and marks: the same where nothing was said otherwise."""
        return plain(unnumbered(self.text or f"{self.problem}{self.body}"))


def unnumbered(text: str) -> str:
    """Every line without the ordinal at its head: what is only renumbered has not changed."""
    return "\n".join(_ORDINAL.sub("", line) for line in text.split("\n"))


def headless(text: str) -> str:
    """A passage without its own number, which stands beside it; those within stay."""
    return _ORDINAL.sub("", text, count=1)


def plain(text: str) -> str:
    """Words without marks, blanks and widths."""
    narrow = unicodedata.normalize("NFKC", text).lower()
    return "".join(one for one in narrow if one not in _MARKS and not one.isspace())


def bare(number: str) -> str:
    """An ordinal without its brackets and stops: （一） is 一, and the same as 一、."""
    return plain(number)
