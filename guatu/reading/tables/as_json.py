"""What an office's table says, as JSON: schema `guatu.table/1`."""

import json
from typing import Any

from guatu.reading.tables.shapes import Column, Reject, SheetReading, TableReading, TableRow

SCHEMA = "guatu.table/1"


def write(reading: TableReading) -> str:
    """The whole reading; `owners` are those told to act, `duties` all whom a row names."""
    return json.dumps(as_dict(reading), ensure_ascii=False, indent=1) + "\n"


def as_dict(reading: TableReading) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "schema": SCHEMA,
        "file": reading.name,
        "rows": [_row(row) for row in reading.rows],
        "rejects": [_reject(reject) for reject in reading.rejects],
        "sheets": [_sheet(sheet) for sheet in reading.sheets],
        "warnings": list(reading.warnings),
    }


def _row(row: TableRow) -> dict[str, Any]:
    return {
        "no": row.no,
        "problem": row.problem,
        "measure": row.measure,
        "lead": row.lead,
        "owners": [owner.unit for owner in row.owners if owner.duty != "supervising"],
        "due": row.due,
        "due_text": row.due_text,
        "progress": row.progress,
        "state": row.state,
        "sheet": row.sheet,
        "sheet_row": row.sheet_row,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "category": row.category,
        "goal": row.goal,
        "duties": [
            {"unit": owner.unit, "duty": owner.duty, "written": owner.written} for owner in row.owners
        ],
        "leaders": [{"name_or_post": name, "role": role} for name, role in row.leaders],
        "progress_text": row.progress_text,
        "remark": row.remark,
        "completed_on": row.completed_on.isoformat() if row.completed_on else None,
    }


def _reject(reject: Reject) -> dict[str, Any]:
    return {
        "sheet": reject.sheet,
        "sheet_row": reject.sheet_row,
        "why": reject.why,
        "words": reject.words,
        "column": reject.column,
    }


def _sheet(sheet: SheetReading) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "kind": sheet.kind,
        "reason": sheet.reason,
        "layout": sheet.layout,
        "head": list(sheet.head) if sheet.head else None,
        "columns": [_column(column) for column in sheet.columns],
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "index": column.index,
        "head": column.head,
        "role": column.role,
        "confidence": column.confidence,
        "reasons": list(column.reasons),
        "samples": list(column.samples),
        "is_hidden": column.is_hidden,
    }
