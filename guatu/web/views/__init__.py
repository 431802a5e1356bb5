"""The pages: each loads through a query, calls one action, answers with one template."""
