"""Why something could not be done with a site check.

LedgerRefusal
├── SiteCheckStands     the second key does not turn before somebody has looked at the place
├── CheckerNotFree      somebody who may not look, or is not the one named
└── VisitRefused        a check without notice that is not as it must be
"""

from guatu.ledgers.errors import LedgerRefusal


class SiteCheckStands(LedgerRefusal):
    """The second key does not turn while the place is to be looked at, or was found otherwise than told."""

    code = "site_check_stands"

    def __init__(self, *, number: str, why: str) -> None:
        super().__init__(number, why)
        self.number, self.why = number, why

    def __str__(self) -> str:
        return f"{self.number} {self.why}"


class CheckerNotFree(LedgerRefusal):
    """Looking at the place is for somebody of another unit than those who did it, and for the one named."""

    code = "checker_not_free"

    def __init__(self, *, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return self.why

    def details(self) -> dict[str, str | int | None]:
        return {"field": "checker"}


class VisitRefused(LedgerRefusal):
    """A check without notice cannot be done as asked; `field` names what is wrong."""

    code = "visit_refused"

    def __init__(self, *, field: str, why: str) -> None:
        super().__init__(field, why)
        self.field, self.why = field, why

    def __str__(self) -> str:
        return self.why

    def details(self) -> dict[str, str | int | None]:
        return {"field": self.field}
