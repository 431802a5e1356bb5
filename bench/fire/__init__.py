"""The house under fire: people act through the interface while processes and databases are killed."""
