"""How well and how fast problems that were struck off are found when they come back."""
