"""The shell: parse, call, print."""
