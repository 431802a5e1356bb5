"""What a device claims about time: kept beside the server's own, never in its place.

The server's clock decides on deadlines and periods; the claim says when somebody says he wrote it.
"""

from datetime import datetime, timedelta
from typing import Final

from guatu.ledgers.errors import WrongDay

FIELD: Final = "written_at"
AHEAD: Final = timedelta(minutes=10)
"""So far may a device's clock run ahead of ours."""
OLDEST: Final = timedelta(days=30)
"""What was written before is to be looked at again before it is sent."""
APART: Final = timedelta(minutes=10)
"""From so much on the two times are told side by side."""


def check(written_at: datetime | None, *, at: datetime) -> None:
    """Refuse a claim that lies in the future, or absurdly far back."""
    if written_at is None:
        return
    if written_at > at + AHEAD:
        minutes = int((written_at - at).total_seconds() // 60)
        raise WrongDay(field=FIELD, why=f"手机时间比系统快 {minutes} 分钟，没有采信，请校准手机时间后再提交")
    if written_at < at - OLDEST:
        raise WrongDay(field=FIELD, why=f"这是 {OLDEST.days} 天以前写的，请看一遍再提交")


def differs(written_at: datetime | None, received_at: datetime) -> bool:
    """Whether a claim is worth telling beside the moment at which it was received."""
    return written_at is not None and abs(received_at - written_at) >= APART
