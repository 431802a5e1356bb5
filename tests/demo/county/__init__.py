"""The demonstrated county: a package, for it is filled once for all of it."""
