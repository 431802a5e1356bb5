"""Counties and districts called by their bare names: 云桥县要, 由云桥县负责, 石河县、柳林县政府."""

import re
from collections.abc import Iterator
from typing import Literal

_HAN = r"[\u4e00-\u9fff]"
_NAME = (
    rf"(?!{_HAN}{{0,2}}[全各我本该此年])(?![省市县区一由请令]){_HAN}{{1,2}}"
    rf"(?:{_HAN}(?<![小片社校厂矿景园库辖牧林灾地城])区|{_HAN}?[县旗])"
)
_TOLD = r"(?:要(?![求点素])|须|应当|务必|必须|负责|牵头)"
_SHARING = rf"、{_HAN}{{1,3}}[市县区旗](?:人民)?政府"
_ASKED = r"(?<=[由请促成令求同])"
_CALLED = re.compile(
    rf"(?:(?<=[。；;：:，,、\n由请促成令求同])|^)(?P<is_asked>{_ASKED})?(?P<places>{_NAME}(?:[、和]{_NAME})*)"
    rf"(?={_TOLD}|{_SHARING}|(?(is_asked)[、，,和于在按抓立尽对会组加做落限把将]|(?!)))",
    re.M,
)
_PARTED = re.compile(r"、|(?<=[县区旗])和")


def find_called_places(text: str) -> Iterator[tuple[int, int, Literal["named"]]]:
    """Bare places where they are told to act, or share the word 政府 with the last of their list."""
    for called in _CALLED.finditer(text):
        place, end = called.span("places")
        for parted in _PARTED.finditer(text, place, end):
            yield place, parted.start(), "named"
            place = parted.end()
        yield place, end, "named"
