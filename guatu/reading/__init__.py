"""The reader: a directive document becomes a draft ledger. No Django, no database; usable alone.

from guatu.reading import read
draft = read("通报.docx")
"""

from guatu.reading.draft import Draft, Item, Measure
from guatu.reading.errors import ReadingRefusal
from guatu.reading.reader import read

__all__ = ["Draft", "Item", "Measure", "ReadingRefusal", "read"]
