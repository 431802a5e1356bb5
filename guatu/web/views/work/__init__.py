"""The screens that say what one person is to do: the first screen, my work, what waits for the second key."""
