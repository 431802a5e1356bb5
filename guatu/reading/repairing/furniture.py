"""Page furniture and web navigation that came along with a text: taken out, and kept aside as hints."""

import re
from collections.abc import Iterator

from guatu.reading.repairing.working import Edit, WorkingText

_NAVIGATION = re.compile(
    r"^(?:您?(?:的)?(?:当前|现在|所在)(?:的)?位置\s*[:：].*"
    r"|(?:首页|网站首页)\s*(?:>|›|»|/|-{1,2}>).*"
    r"|(?:【)?(?:字体|字号|分享(?:到|至)?|打印(?:本页|此页)?|关闭(?:窗口|本页)?|收藏|扫一扫.{0,20}|返回顶部"
    r"|上一篇|下一篇|相关(?:阅读|链接|文章|推荐))"
    r"(?:】)?\s*(?:[:：].*|[\[【（(]?\s*(?:大|中|小).{0,40})?"
    r"|(?:上一篇|下一篇)[:：].*"
    r"|(?:责任编辑|责编|编辑|审核|校对|初审|终审|监制)(?:\s*[:：/|]\s*|\s+)\S{1,12}(?:\s+\S{1,12}){0,3}"
    r"|[(（](?:下载|来源|责任编辑|编辑|扫码).{0,30}[)）]"
    r"|(?:信息)?来源\s*[:：].{0,120}(?:时间|日期|浏览|阅读|点击|作者).*"
    r"|(?:发布|发表|更新|公开)(?:时间|日期)\s*[:：]\s*\d{4}.{0,80}"
    r"|(?:浏览|阅读|点击)(?:量|次数|数)?\s*[:：]\s*\d+.{0,10}"
    r"|(?:Copyright|©|版权所有|主办单位|承办单位|技术支持|网站标识码|备案(?:证)?(?:编)?号|网站建设"
    r"|地址\s*[:：].{0,40}邮编).*"
    r"|.{0,60}(?:ICP备|公网安备|版权所有|All Rights Reserved|网站标识码).*"
    r"|《[^》]{2,80}》由会员分享.*|.{0,40}(?:珍藏版|在线阅读，?更多相关|文库搜索|请在\S{2,30}(?:上搜索|网)).*"
    r"|(?:本文(?:标题|链接|地址)|链接地址|文档(?:标题|来源)|关键词)\s*[:：].*)$",
    re.IGNORECASE,
)
_PAGE_MARK = re.compile(
    r"第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?"
    r"|[-—–－]{1,2}\s*\d{1,3}\s*[-—–－]{1,2}"
    r"|\d{1,3}\s*/\s*\d{1,3}"
)
_ASIDE = re.compile(
    r"^(?:(?:[\u4e00-\u9fff]{2,8}\s*[|｜丨]\s*){2,}[\u4e00-\u9fff]{2,8}"
    r"|.{0,40}(?:>|›|»).{0,40}(?:>|›|»).{0,80}|首页[^。；]{0,60})$"
)


def take_out_furniture(working: WorkingText) -> tuple[str, ...]:
    """Remove lines that belong to the page and not to the document; they are returned as found."""
    text = working.text
    marked = list(_furniture_lines(text))
    working.apply("furniture", (_without(text, start, end) for start, end in marked))
    return tuple(text[start:end].strip() for start, end in marked)


def _furniture_lines(text: str) -> Iterator[tuple[int, int]]:
    for line in re.finditer(r"[^\n]+", text):
        words = line.group().strip()
        if len(words) <= 400 and _belongs_to_page(words):
            yield line.start(), line.end()


def _belongs_to_page(words: str) -> bool:
    return bool(_NAVIGATION.match(words) or _ASIDE.match(words) or _PAGE_MARK.fullmatch(words))


_ORDINAL = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、]"
    "|第[一二三四五六七八九十]"
)
_MID_SENTENCE = re.compile(r"[^。！？；：:;!?”’」》）)\]】\s]$")


def _without(text: str, start: int, end: int) -> Edit:
    """A page mark in mid-sentence takes both line breaks along; a line of its own takes one."""
    is_page_mark = bool(_PAGE_MARK.fullmatch(text[start:end].strip()))
    before, after = text[:start].rstrip(), text[end:].lstrip()
    if is_page_mark and before and after and _MID_SENTENCE.search(before[-3:]) and not _opens(after):
        return Edit(len(before), len(text) - len(after), "")
    return (
        Edit(start, end + 1 if end < len(text) else end, "")
        if start == 0 or end < len(text)
        else Edit(start - 1, end, "")
    )


def _opens(text: str) -> bool:
    """Does an ordinal stand at the head: 一、（二）3. 第四?"""
    return bool(_ORDINAL.match(text))
