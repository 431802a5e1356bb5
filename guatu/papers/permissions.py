"""Who signs for a paper, and who keeps the templates of an office."""

from typing import Final

from guatu.accounts.models import Role
from guatu.accounts.queries import Acting, Held
from guatu.papers.models import Paper

KEEPERS: Final = (Role.Kind.COORDINATOR, Role.Kind.ADMINISTRATOR)


def receiver_of(who: Acting, paper: Paper) -> Held | None:
    """The role by which somebody signs for the unit that a paper is addressed to."""
    unit = paper.addressee_id
    if unit is None or not who.holds(Role.Kind.LIAISON, unit_id=unit):
        return None
    return who.role_at(Role.Kind.LIAISON, unit_id=unit)


def keeps_templates(who: Acting, office_id: int) -> bool:
    """Whether somebody may change by which templates an office prints."""
    return who.holds(*KEEPERS, office_id=office_id)
