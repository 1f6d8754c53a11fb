"""The vocabulary of the log: its acts as values, and their dates."""
