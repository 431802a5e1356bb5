"""What the words of a rule stand for in one row on one day, exactly: values, days, years."""
