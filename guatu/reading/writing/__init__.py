"""Writers: a draft becomes JSON, a workbook, a review page or Markdown."""
