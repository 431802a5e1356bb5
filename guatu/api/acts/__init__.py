"""What must be given for each act of the table of transitions, as typed bodies; each calls one action."""
