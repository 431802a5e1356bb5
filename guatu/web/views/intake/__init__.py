"""Pages of the intake: documents on the desk, draft beside source, sign-off, dispatch."""
