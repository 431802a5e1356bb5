"""The buttons of a page: each opens the dialog of a deed; none is shown on a past day."""

from collections.abc import Iterable
from dataclasses import dataclass

from guatu.http.requests import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A deed that can be begun here; with a reason where it cannot be done now."""

    label: str
    url: str
    icon: str = ""
    kind: str = ""
    key: str = ""
    why_not: str = ""

    @property
    def attrs(self) -> dict[str, str]:
        return {"hx-get": self.url, "hx-target": "#dialogs"}


def shown(request: Request, buttons: Iterable[Button], *, may: bool) -> list[Button]:
    """The buttons, for who may press them, today."""
    return list(buttons) if may and request.clock.as_of is None else []
