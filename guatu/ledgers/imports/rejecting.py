"""The file back, with what was not taken marked in it: whoever mends it there imports it again."""

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from guatu.history import store
from guatu.ledgers.imports.planning import Plan
from guatu.ledgers.models import ImportDraft


def sheet(draft: ImportDraft) -> bytes | None:
    """The workbook as the reading marked it; None where every row was good."""
    if draft.marked_id is None:
        return None
    with store.open_file(draft.marked_id) as file:
        return file.read()


def head_of(reject: dict[str, Any], plan: Plan) -> str:
    """The head of the wrong cell."""
    columns = (one for sheet in plan.sheets if sheet["name"] == reject["sheet"] for one in sheet["columns"])
    return next((one["head"] for one in columns if one["index"] == reject["column"]), "")


def disposition(draft: ImportDraft) -> str:
    """As which file it goes out."""
    name = f"{PurePath(draft.name).stem}-退回.xlsx"
    return f"attachment; filename*=UTF-8''{quote(name)}"
