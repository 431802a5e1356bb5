"""The ground: days, numbers, Chinese text, codes, unit names the base refusal. Pure, no files."""
