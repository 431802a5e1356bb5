"""The peers, one module each; only the process that measures one of them imports it."""
