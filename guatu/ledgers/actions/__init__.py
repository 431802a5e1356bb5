"""All writes of the ledgers: one deed each, whole or not at all."""
