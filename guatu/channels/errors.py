"""Why a message was not handed over, or a wish not kept.

ChannelRefusal
├── NotCarried     nobody took the message; it is tried again
└── WishMalformed  an address or an hour of a wish cannot be used
"""

from typing import ClassVar

from guatu.kernel.errors import Refusal


class ChannelRefusal(Refusal):
    """Something of the channels cannot be done as asked."""

    code: ClassVar[str] = "channel_refused"


class NotCarried(ChannelRefusal):
    """Nobody took the message; `why` (Chinese) names no person and no secret."""

    code = "not_carried"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return f"没有送成：{self.why}"


class WishMalformed(ChannelRefusal):
    """An address or an hour cannot be used; `field` names it."""

    code = "wish_malformed"

    def __init__(self, field: str, why: str) -> None:
        super().__init__(field, why)
        self.field, self.why = field, why

    def __str__(self) -> str:
        return self.why

    def details(self) -> dict[str, str | int | None]:
        return {"field": self.field}
