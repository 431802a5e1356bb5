"""An office's own ledger in a workbook or csv, read as rows that a ledger can take in."""

from guatu.reading.tables.reading import Mappings, read_table
from guatu.reading.tables.shapes import TableReading, TableRow

__all__ = ["Mappings", "TableReading", "TableRow", "read_table"]
