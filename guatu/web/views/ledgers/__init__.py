"""The pages of ledgers: the list with all that narrows, sorts, exports and enters it; standards; search."""
