"""Intake (收文): a file comes in, is read apart from the pages, and becomes a draft that people check.

`receiving` takes the file and asks for its reading, `reading` reads it, `editing` changes the draft by pure
functions that `saving` writes, `accepting` turns confirmed entries into items. No page imports the reader.
"""
