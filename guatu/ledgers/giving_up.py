"""Jobs that ended their worker each time, told where somebody waits for what they do.

A job says so itself at its last attempt, unless its worker dies of something else in that very moment.
"""

from collections.abc import Callable, Mapping
from typing import Final

from guatu.ledgers.imports.jobs import apply_import, read_import
from guatu.ledgers.intake.jobs import read_draft
from guatu.ledgers.models import Draft, ImportDraft


def _reading(pk: int) -> None:
    from guatu.ledgers.intake import reading  # here, for web workers read nothing

    if found := Draft.objects.filter(pk=pk).first():
        reading.give_up(found)


def _table(pk: int) -> None:
    from guatu.ledgers.imports import reading

    if found := ImportDraft.objects.filter(pk=pk).first():
        reading.give_up(found)


def _import(pk: int) -> None:
    from guatu.ledgers.imports import carrying

    if found := ImportDraft.objects.filter(pk=pk).first():
        carrying.give_up(found)


TELLING: Final[Mapping[str, Callable[[int], None]]] = {
    read_draft.module_path: _reading,
    read_import.module_path: _table,
    apply_import.module_path: _import,
}
"""By the path of the job."""
