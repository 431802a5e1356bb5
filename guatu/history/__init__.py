"""The event chain: what happened, in order, so that nobody can change it unseen."""
