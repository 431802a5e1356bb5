"""What must be given for each act, with the words of the screen; each form calls one action."""
