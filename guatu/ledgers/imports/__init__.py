"""An office's own table (导入): read apart from the pages, corrected, shown as a difference, applied at once.

`receiving` takes the file, `reading` reads it where jobs run, `planning` compares it with the ledger,
`applying` writes it in one transaction, `undoing` takes it back. No page imports the reader.
"""
