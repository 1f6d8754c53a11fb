"""The stored projection: the table of answers, how it is updated and how it is read."""
