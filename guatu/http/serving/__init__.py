"""The processes of a server: a supervisor over the web workers and the one that does jobs."""
