"""What a page says of its article: title, day of publication, source."""

import re
from collections.abc import Iterable
from datetime import date

from selectolax.lexbor import LexborHTMLParser

ORDINAL = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,2}[、.．]|第[一二三四五六七八九十]+[章部]"
)
"""A section of a document begins with it, a title does not."""
_TITLE_METAS = ("articletitle", "og:title", "title")
_DATE_METAS = (
    "pubdate",
    "publishdate",
    "firstpublishedtime",
    "publishedtime",
    "article:published_time",
    "pubtime",
)
_SOURCE_METAS = ("contentsource", "source", "article:source")
_TITLE_BLOCKS = (
    ".article-title, .article_title, .articleTitle, #articleTitle, .xl_title, .xl-title, .news_title,"
    ".news-title, .detail-title, .detail_title, .content-title, .content_title, .arc_title, .pages-title,"
    "#title, .title"
)
_DAY = r"(?<!\d)(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})(?!\d)"
_ANY_DAY = re.compile(_DAY)
_PUBLISHED = re.compile(r"(?:(?:发布|发表|公开|更新|发文|上传)?(?:时间|日期))\s*[:：]\s*" + _DAY)
_MOMENT = re.compile(rf"^\s*{_DAY}\s+\d{{1,2}}:\d{{2}}")
_WHOLE_TITLE = 12
"""Characters from which a heading may be the title by itself."""
_SOURCE = re.compile(r"(?:来源|稿源|发布机构|发文机关|发布单位)\s*[:：]\s*([^\s:：|【\[（(]{2,40})")
_SOURCE_END = re.compile(r"(?:发布|发表|更新)?(?:时间|日期)$|(?:作者|字体|字号|浏览|点击|阅读).*$")
_SAYS_NOTHING = frozenset({"本站", "本网", "原创", "本网站", "互联网", "网络", "未知"})
_SITE = re.compile(r"(?:人民政府|政府网|网站?|门户|频道|委员会|厅|局|首页|公开|新闻|要闻|动态)$")
_PARTING = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|-(?=[^-]*(?:政府|网|门户|频道|公开|局|委员会|厅)[^-]*$)")


def metas(page: LexborHTMLParser) -> dict[str, str]:
    """The named metas of the head, names in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in page.css("meta"):
        attributes = meta.attributes
        named = (attributes.get("name") or attributes.get("property") or "").strip().lower()
        content = (attributes.get("content") or "").strip()
        if named and content:
            found.setdefault(named, content)
    return found


def title_of(page: LexborHTMLParser, named: dict[str, str]) -> str | None:
    """The title as the page gives it: meta, the article's heading, or the window's without the site."""
    for meta in _TITLE_METAS:
        if meta in named:
            return _without_site(_one_line(named[meta]))
    window = page.css_first("head > title")
    shown = _without_site(_one_line(window.text())) if window is not None else ""
    headings = [
        _one_line(node.text()) for node in (*page.css("h1"), *page.css(_TITLE_BLOCKS), *page.css("h2"))
    ]
    likely = [text for text in headings if 4 <= len(text) <= 150 and not _SITE.search(text)]
    likely = [text for text in likely if not ORDINAL.match(text)]
    agreed = [text for text in likely if _are_one(text, shown)]
    named_by_window = [shown] if len(shown) >= 8 and not _SITE.search(shown) else []
    return next(iter([*agreed, *named_by_window, *likely]), shown or None)


def _are_one(heading: str, shown: str) -> bool:
    """The window may cut a long title short or add site and column; a heading may lack a subtitle."""
    short, long = sorted((heading, shown), key=len)
    if len(heading) >= _WHOLE_TITLE and shown.endswith(heading):
        return True
    return long.startswith(short) and len(short) * 10 >= len(long) * 6


def published_of(named: dict[str, str], lines: Iterable[str]) -> date | None:
    """The day of publication: by meta, else by the line under the title that says so."""
    for meta in _DATE_METAS:
        if meta in named and (found := _ANY_DAY.search(named[meta])) and (day := _day(found)):
            return day
    for line in lines:
        found = _PUBLISHED.search(line) or _MOMENT.match(line)
        if found and (day := _day(found)):
            return day
    return None


def publisher_of(named: dict[str, str], lines: Iterable[str]) -> str | None:
    """Who published it: by meta, else by the line that says 来源."""
    for meta in _SOURCE_METAS:
        if (source := named.get(meta, "")) and source not in _SAYS_NOTHING:
            return source
    for line in lines:
        if len(line) <= 200 and (found := _SOURCE.search(line)):
            source = _SOURCE_END.sub("", found[1]).strip("，,；;。")
            if source and source not in _SAYS_NOTHING:
                return source
    return None


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _one_line(text: str) -> str:
    """Line breaks inside a title are for show; Chinese needs no blank in their place."""
    return re.sub(r"(?<=[^\x00-\xff])\s+(?=[^\x00-\xff])", "", re.sub(r"\s+", " ", text).strip())


def _without_site(title: str) -> str:
    parts = [part.strip() for part in _PARTING.split(title) if part.strip()]
    return next((part for part in parts if len(part) >= 4 and not _SITE.search(part)), title)
