"""The closing of a document: invitations to comment, contacts, copies, signature; no part of an item."""

import re
from collections.abc import Sequence

from guatu.reading.outlining import Line

_CLOSING = re.compile(
    r"^\s*(?:欢迎(?:广大|社会|各界|干部|对)|如有(?:意见|异议)|联系(?:电话|方式|地址|人)|(?:公开|公示"
    r"|反馈)(?:期限|时间|期)|特此(?:通知|通报|报告|公告|函)|附件?\s*[:：\d]|抄送|主送|分送|印发范围"
    "|监督(?:电话|举报)|举报(?:电话|方式)|[(（](?:此件|联系人|本文)|邮政(?:编码|地址)|通讯地址"
    "|电子(?:邮箱|信箱|邮件)|出席|参会|列席|请假|记录[:：]|报[:：]|送[:：]|发[:：])"
)
_GENERAL_CLOSE = re.compile(r"^\s*(?:[（(]?(?:此页无正文|完)[）)]?)\s*$")


def closing_start(lines: Sequence[Line], signature: Sequence[Line]) -> int | None:
    """Where the closing begins: the first closing line behind the last numbered one, or the signature."""
    start = signature[0].start if signature else None
    for line in reversed(lines[-16:]):
        is_before = start is None or line.start < start
        if is_before and (_CLOSING.match(line.text) or _GENERAL_CLOSE.match(line.text)):
            start = line.start
        elif is_before and line.is_marked("comma", "paren", "arabic"):
            break
    return start
