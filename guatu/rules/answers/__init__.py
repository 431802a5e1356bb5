"""Why a rule says yes, no or unknown of one row, and what would change it: in sentences and as data."""
