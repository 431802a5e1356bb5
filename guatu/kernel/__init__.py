"""The ground: days, numbers, Chinese text, codes, unit names, the base refusal. Reads only its own tables."""
