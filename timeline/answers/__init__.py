"""The stored projection: the table of answers, how it is kept and how it is read."""
