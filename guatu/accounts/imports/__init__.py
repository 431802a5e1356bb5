"""Units and people from a workbook: judged row by row and shown before anything is done."""
