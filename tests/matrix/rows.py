"""A row of the matrix: an address, how it is asked, what it names, and who may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from tests.matrix.people import Actor, Place
from tests.matrix.words import ALL, SIGNED_IN, Word

Method = Literal["GET", "POST", "DELETE"]
Answer = Literal["open", "sign_in", "absent", "refused"]
LITERAL: Final = "="
"""Before a word that stands in an address as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: three questions are asked in this order, and the first that is denied answers."""

    address: str
    """As it stands in the table of addresses, with the kinds of its numbers."""
    label: str
    area: str
    methods: tuple[Method, ...]
    things: tuple[str, ...] = ()
    """What stands in the address, by its name among the things of a place; `=word` stands for itself."""
    opens_to: Word = SIGNED_IN
    """Whose page it is at all; others are refused (403), whatever it names."""
    sees: Word = SIGNED_IN
    """For whom there is something; for others there is nothing (404)."""
    may: Word | None = None
    """Who of them may; others are refused (403). Whoever finds it, where nobody is named."""
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    """What is sent: `$item` is the number of the item of the place."""
    case: str = ""
    """Which of several things it is about."""
    changes: Word | None = None
    """Who changes the thing that the body names, where what is not one's own is left out in silence."""
    is_part: bool = False
    """A page asks for it, to put it into itself."""
    names_others: bool = False
    """It names ledgers to which an item may go; more of them it does not tell."""
    leads_out: bool = False
    """It ends at the door for everybody."""

    @property
    def names_a_thing(self) -> bool:
        """Whether it matters whose thing it is about."""
        given = (*self.query.values(), *_flat(self.body))
        return any(not one.startswith(LITERAL) for one in self.things) or any(
            one.startswith("$") for one in given
        )

    def is_changed_by(self, who: Actor, at: Place) -> bool:
        """Whether what the body names is changed by somebody to whom the page is open."""
        return self.changes is None or self.changes.holds(who, at)

    def expected(self, who: Actor, at: Place) -> Answer:
        """What the design says somebody is answered about the thing of a place."""
        if self.leads_out or not (who.is_let_in or self.opens_to is ALL):
            return "sign_in"
        if not self.opens_to.holds(who, at):
            return "refused"
        if not self.sees.holds(who, at):
            return "absent"
        return "open" if self.may is None or self.may.holds(who, at) else "refused"


def _flat(body: Mapping[str, str | Sequence[str]]) -> list[str]:
    return [one for value in body.values() for one in ([value] if isinstance(value, str) else value)]
