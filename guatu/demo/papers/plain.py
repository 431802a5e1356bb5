"""Papers as plain text: what is left when a document passes through a clipboard or a crawler."""

from random import Random

from guatu.demo.papers import labels, marks, noise
from guatu.demo.papers.paper import Paper, Part, Table

_BYTE_ORDER_MARKS = {"utf-8": b"\xef\xbb\xbf", "gb18030": b"\x84\x31\x95\x33"}


def write(paper: Paper) -> bytes:
    """The bytes of the text file, noise included."""
    chance = Random(paper.front.seed)  # noqa: S311 - noise, not secrets
    spoiled = [noise.spoil(line, paper.front, chance) for line in lines(paper)]
    text = noise.run_together(spoiled, paper.front, chance)
    if "furniture" in paper.front.noise:
        text = _with_furniture(text, paper)
    if "crlf" in paper.front.noise:
        text = text.replace("\n", "\r\n")
    mark = _BYTE_ORDER_MARKS[paper.front.encoding] if "bom" in paper.front.noise else b""
    return mark + text.encode(paper.front.encoding)


def lines(paper: Paper) -> list[str]:
    """The paragraphs as a reader sees them, labels typed out, changes accepted, notes at the end."""
    parts = labels.typed_out(paper)
    body = [line for part in parts for line in _lines_of(part)]
    notes = [note for part in parts if not isinstance(part, Table) for note in marks.notes(part.text)]
    return body + [f"注：{note}" for note in notes]


def _lines_of(part: Part) -> list[str]:
    if isinstance(part, Table):
        return ["\t".join(text.replace("\n", "") for text in row) for row in part.grid()]
    return [marks.accepted(part.text)]


def _with_furniture(text: str, paper: Paper) -> str:
    """The text as copied from a web page with everything around it."""
    front = paper.front
    title, _, rest = text.partition("\n")
    day = f"{front.published:%Y-%m-%d}" if front.published else ""
    head = [
        "网站首页 | 机构设置 | 新闻中心 | 政务公开 | 办事服务 | 互动交流",
        f"当前位置：{' > '.join(front.column)}",
    ]
    under_title = [f"来源：{front.site}　　发布时间：{day}　　浏览次数：1024 次　　字体：[大 中 小]"]
    foot = [
        "【打印本页】【关闭窗口】",
        "上一篇：关于端午节放假期间值班安排的通知",
        "下一篇：关于开展夏季爱国卫生运动的倡议书",
        f"主办单位：{front.site}　版权所有　网站标识码：0000000001",
        "备案号：某ICP备00000001号-1",
    ]
    return "\n".join([*head, title, *under_title, rest, *foot])
