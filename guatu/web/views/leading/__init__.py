"""待我定: one screen for a leader, what waits for his word and how what he leads stands."""
