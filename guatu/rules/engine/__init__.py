"""Rules decided over whole tables: `Encoded(table_of(rows)).decide(rules, setting)`.

Tables come from plain rows (`plain_rows`) or from Arrow (`arrow`). What is answered is what
`guatu.rules.reference` defines, pair by pair.
"""
