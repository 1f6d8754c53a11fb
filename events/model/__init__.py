"""The vocabulary of the log: its acts, as immutable values, and their dates."""
