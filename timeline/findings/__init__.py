"""What a record leaves to be settled, for the command `check`."""
