"""The engine on Spark: the same kernel over batches of columns, on as many machines as there are."""
