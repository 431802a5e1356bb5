"""What stands around an article on a government site: navigation, tools, sharing, related pages, imprint."""

import re

from selectolax.lexbor import LexborNode

from guatu.reading.loading.html.flow import Piece

_TAGS = frozenset({"nav", "aside", "footer", "menu"})
# words of class and id in the systems such sites run on; camelCase and - _ part them
_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        nav navbar navigation menu breadcrumb breadcrumbs crumb crumbs weizhi dqwz dangqian share
        sharebox bdshare fenxiang jiathis toolbar footer copyright banquan related relevant xgwj xgyd
        xgxx xglj xgnews xgjd recommend recommended tuijian ranking sidebar qrcode ewm erweima fontsize
        zoomer pager pagination prevnext comments pinglun login search banner advert disclaimer mianze
        """,
    )
)
# words that say so only when they stand alone: position-relative is layout
_ALONE = frozenset(
    re.findall(
        r"\w+", "position location social foot bottom hot side next prev tools print bread path relate top"
    )
)
_SURE = frozenset(
    re.findall(
        r"\w+", "share sharebox bdshare fenxiang jiathis copyright banquan breadcrumb crumb crumbs footer"
    )
)
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LINE = re.compile(
    r"""(?:您|你)?(?:现在|当前|所在)?(?:的|所在)?位置\s*[:：]
    | (?:网站)?首页\s*(?:[>＞»›/]|-{1,2}>)
    | [【\[（(]?\s*(?:字体|字号)(?:大小)?\s*[:：]?\s*[\[【]?\s*(?:大|小|默认|特大)
    | [【\[（(]?\s*(?:我要)?(?:打印|关闭|收藏|返回)(?:本页|此页|窗口|页面|顶部|列表)?\s*
      [】\])）]?(?:\s|$|[【\[])
    | 扫一扫 | 分享(?:到|至)?\s*[:：]?(?:$|\s|微信|微博) | 用手机(?:打开|浏览)
    | (?:上|下)一(?:篇|条|页)(?:\s|$|[:：])
    | (?:浏览|点击|阅读|访问)(?:次数|量|数|率)?\s*[:：]\s*\d*
    | (?:信息|文章|稿件)?(?:来源|稿源)\s*[:：].{0,60}$
    | (?:信息)?(?:发布|发表|更新|公开)(?:时间|日期)\s*[:：]
    | (?:责任编辑|责编|编辑|审核|校对|初审|复审|终审|录入)\s*[:：]\s*\S{0,12}(?:\s|$)
    | \d{4}-\d{1,2}-\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*
      (?:$|(?:来源|稿源|时间|作者|字体|浏览|编辑)\s*[:：])
    | 相关(?:链接|新闻|阅读|文章|信息|推荐|稿件)\s*[:：]?$ | (?:热门|推荐)(?:阅读|新闻|文章)\s*[:：]?$
    | (?:版权所有|网站标识码|Copyright|©) | .{0,60}(?:ICP备|公网安备|All\ Rights\ Reserved|网站标识码)
    | (?:主办|承办|技术支持)(?:单位)?\s*[:：].{0,40}(?:承办|版权|技术支持|维护|建设)
    | 网站(?:地图|声明)(?:\s|$)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:相关(?:链接|新闻|阅读|文章|信息|推荐|稿件)|(?:热门|推荐)(?:阅读|新闻|文章))\s*[:：]?$"
)
_LONGEST_LINE = 120


def is_named_furniture(node: LexborNode, attributes: dict[str, str | None]) -> bool:
    """By its tag or the words of its class and id; a part with sentences of its own is spared unless sure."""
    if node.tag in _TAGS:
        return True
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
    if not named or node.tag in ("body", "html", "form"):
        return False
    words = {word.lower() for word in _PARTS.findall(named)}
    if not words & _WORDS and not _ALONE & set(named.lower().split()):
        return False
    return bool(words & _SURE) or not _tells_something(node)


def is_furniture_line(piece: Piece) -> bool:
    """A short line that belongs to the site and not to the document."""
    return piece.cell is None and len(piece.text) <= _LONGEST_LINE and _LINE.match(piece.text) is not None


def without_furniture(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces of the document, and those of the site: tool lines, related links, links at both ends."""
    kept: list[Piece] = []
    dropped: list[Piece] = []
    among_related = False
    for piece in pieces:
        among_related = _RELATED.match(piece.text) is not None or (among_related and _is_link(piece))
        is_site = among_related or is_furniture_line(piece) or (not kept and _is_link(piece))
        (dropped if is_site else kept).append(piece)
    while kept and _is_link(kept[-1]) and not _is_enclosure(kept[-1]):
        dropped.append(kept.pop())
    return kept, dropped


def _is_link(piece: Piece) -> bool:
    return piece.cell is None and piece.kind == "paragraph" and piece.linked * 10 >= len(piece.text) * 9


def _is_enclosure(piece: Piece) -> bool:
    return "附件" in piece.text or re.search(r"\.(?:docx?|wps|pdf|xlsx?|et|zip|rar)$", piece.text) is not None


def _tells_something(node: LexborNode) -> bool:
    """Sentences outside links: nobody navigates by full stops."""
    text = node.text()
    linked = sum(len(link.text()) for link in node.css("a"))
    return text.count("。") >= 2 and linked * 2 < len(text)
