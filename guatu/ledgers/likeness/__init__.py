"""Whether two photographs are one: marks of them, words by which an index finds them, how they lie."""
