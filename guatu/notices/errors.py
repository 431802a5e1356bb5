"""Why a receipt was refused.

NoticeRefusal
├── NothingToReceive   the kind only wants to be seen
├── NoticeOver         the matter moved away, closed, or was done
└── ReceivedAlready    the receipt was given
"""

from typing import ClassVar

from guatu.kernel.errors import Refusal


class NoticeRefusal(Refusal):
    """A notice cannot be answered as asked."""

    code: ClassVar[str] = "notice_refused"


class NothingToReceive(NoticeRefusal):
    """No receipt is asked for."""

    code = "nothing_to_receive"

    def __str__(self) -> str:
        return "这条消息看过就可以，不用签收"


class NoticeOver(NoticeRefusal):
    """What it told of has been settled meanwhile."""

    code = "notice_over"

    def __str__(self) -> str:
        return "这条消息说的事已办结或已移出，不用再签收"


class ReceivedAlready(NoticeRefusal):
    """Pressed twice, or by somebody who was quicker with the same account."""

    code = "notice_received_already"

    def __str__(self) -> str:
        return "这条消息已经签收过，不用再签"
