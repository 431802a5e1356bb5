"""Looking at the place itself (现场核查): the lot, the code, the result, and checks without notice."""
