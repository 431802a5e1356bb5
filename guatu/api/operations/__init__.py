"""The operations, one file for each subject: parse, one action or query, answer."""
