"""A newer version of a document beside the older one: what changed, which items it touches, edits to tick.

`clauses`, `pairing`, `assigning` and `runs` compare texts and know no database; `sides` reads the two
documents, `comparing` lays them beside the ledger, `applying` does what somebody has ticked, through the
actions that stand.
"""
