"""Documents beside the events of an item: by which paper a deadline was moved, what a leader signed."""

from typing import Final

from guatu.history.chains import changes_of
from guatu.history.models import Enclosure, StoredFile
from guatu.ledgers.queries.item_page import ItemPage

_ENDINGS: Final = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "text/plain": ".txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/ofd": ".ofd",
}


def file_of(page: ItemPage, pk: int) -> tuple[StoredFile, str] | None:
    """A document and the name under which it is handed out; nothing where its event may not be seen."""
    found = Enclosure.objects.filter(pk=pk, event__subject_kind="item", event__subject_id=page.item.pk)
    one = found.exclude(file=None).select_related("file", "event").first()
    if one is None or one.file is None or not page.may_see(changes_of(one.event), one.event.unit_id):
        return None
    ending = _ENDINGS.get(one.file.media_type, "")
    name = f"{page.item.number}-{one.event.happened_on}-{one.name.rpartition('.')[2]}{ending}"
    return one.file, name
