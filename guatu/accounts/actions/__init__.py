"""All writes to the registry; call them through their module: `units.add(...)`, `roles.grant(...)`."""
