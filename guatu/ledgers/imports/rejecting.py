"""The rows that were not taken, as a sheet: where each stands, which words are wrong, and what to do."""

from io import BytesIO
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from guatu.ledgers.imports import planning
from guatu.ledgers.imports.planning import Plan
from guatu.ledgers.models import ImportDraft

_HEADS: Final = ("工作表", "行", "列", "不能导入的原因")
_WIDTHS: Final = (18, 8, 18, 80)


def sheet(draft: ImportDraft) -> bytes | None:
    """The workbook; None where every row was good."""
    import xlsxwriter  # here, for most pages hand out no sheet

    plan = planning.load(str(draft.plan_id))
    if not plan.rejects:
        return None
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("未导入")
        for place, width in enumerate(_WIDTHS):
            page.set_column(place, place, width)
        page.write_row(0, 0, _HEADS, book.add_format({"bold": True, "bg_color": "#f4f2ec", "bottom": 1}))
        page.freeze_panes(1, 0)
        for number, one in enumerate(plan.rejects, start=1):
            page.write_row(number, 0, (one["sheet"], one["row"], head_of(one, plan), one["words"]))
    return out.getvalue()


def head_of(reject: dict[str, Any], plan: Plan) -> str:
    """The head of the wrong cell."""
    columns = next((one["columns"] for one in plan.sheets if one["name"] == reject["sheet"]), ())
    return next((one["head"] for one in columns if one["index"] == reject["column"]), "")


def disposition(draft: ImportDraft) -> str:
    """As which file it goes out."""
    name = f"{PurePath(draft.name).stem}-未导入.xlsx"
    return f"attachment; filename*=UTF-8''{quote(name)}"
