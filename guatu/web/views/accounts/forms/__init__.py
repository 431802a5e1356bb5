"""What the deeds of the registry ask for."""
