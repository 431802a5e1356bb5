"""All reads of the ledgers, for pages, tables and machines; each knows what the viewer may see."""
