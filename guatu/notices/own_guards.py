"""What the table of receipts refuses by itself: a receipt stands as it was given."""

from typing import Final

from guatu.history.guards import never, never_replaced, register

_GIVEN: Final = "回执不能修改或删除"


def register_own() -> None:
    """Called when the room is ready."""
    register(*never("notices_receipt", "UPDATE", "DELETE", sentence=_GIVEN))
    register(never_replaced("notices_receipt", ("id",), ("event_id", "person_id"), sentence=_GIVEN))
