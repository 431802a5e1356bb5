"""Which version a document is: what it replaces, what replaces it, what it may replace."""

from typing import Any, Final

from guatu.accounts.models import Role
from guatu.http.requests import Request
from guatu.ledgers.models import Directive
from guatu.ledgers.revisions import naming

_MOST: Final = 30


def may_name(request: Request, found: Directive) -> bool:
    """Whether somebody may say so, and bring items up to it."""
    clock = request.clock
    return clock.as_of is None and clock.by.holds(Role.Kind.COORDINATOR, office_id=found.office_id)


def context(request: Request, found: Directive) -> dict[str, Any]:
    """What a page of the document says of its versions."""
    may = may_name(request, found)
    asked = naming.candidates(found) if may and found.replaces_id is None else []
    return {
        "newer": Directive.objects.filter(replaces=found).first(),
        "may_name": may,
        "may_unname": may and not found.newer_passages.exists(),
        "candidates": asked[:_MOST],
        "likely": next((one for one in asked if one.is_likely), None),
    }
