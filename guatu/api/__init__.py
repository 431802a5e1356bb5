"""The interface for programs under `/api/v1`: a door like the pages, without rules of its own."""
