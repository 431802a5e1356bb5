"""Pages of an import: upload, columns, preview, result."""
