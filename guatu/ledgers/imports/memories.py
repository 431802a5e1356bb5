"""What an office said of its tables once, and means again."""

from datetime import datetime
from typing import Final

from guatu.accounts.queries import Acting
from guatu.ledgers.models import ImportDraft, ImportMemory

Kind = ImportMemory.Kind
LONGEST: Final = 120


def keep(draft: ImportDraft, kind: str, key: str, value: object, *, by: Acting, at: datetime) -> None:
    """Remember for the office what was said once."""
    ImportMemory.objects.update_or_create(
        office_id=draft.ledger.office_id,
        kind=kind,
        key=key[:LONGEST],
        defaults={"value": value, "kept_by_id": by.person_id, "kept_at": at},
    )
