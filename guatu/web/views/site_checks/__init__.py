"""现场核查: what is to be looked at, the way there, what was found, and checks without notice."""
