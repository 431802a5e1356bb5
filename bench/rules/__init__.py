"""Rule engines side by side: the product and its peers decide the same rules over the same rows."""
