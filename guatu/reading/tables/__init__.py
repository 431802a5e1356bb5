"""An office's own ledger in a workbook or csv, read as rows that a ledger can take, with what speaks for it."""
