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
_DOES = (
    r"(?:已经?|先后|分别|均已?|共|累计|全面|正在|及时|迅速|立即|还|也)*(?:督促|责令|约谈|拆除|清理|清运|关停|取缔|整改|整治|修复|完成|建成|建立|制定|出台|印发|成立|投入|追回|"
    r"收回|立案|查处|查封|排查|核查|开展|组织|启动|实施|推进|落实|新建|改造|安装|配备|补植|复垦|搬迁|淘汰|封堵|召开|对[^，,。；;]{2,30}(?:开展|进行|实施|推进|落实|核查|排查|整改|整治))"
    r"|[尚仍还](?:有|剩)|(?:剩余|其余)[^，,。；;]{1,20}(?:正在|预计|计划)"
)
"""What a place reported acting has done."""
_SHARING = rf"、{_HAN}{{1,3}}(?:[市县区旗](?:人民)?政府|(?:高新|经开|开发)区)|、(?:高新|经开)区"
_ASKED = r"(?<=[由请促成令求同调导])"
_CALLED = re.compile(
    rf"(?:(?<=[。；;：:，,、）)\n由请促成令求同调导])|^)(?P<is_asked>{_ASKED})?(?P<places>{_NAME}(?:[、和]{_NAME})*)"
    rf"(?={_TOLD}|{_DOES}|{_SHARING}|(?(is_asked)[、，,和于在按抓立尽对会组加做落限把将签共联]|(?!)))",
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
