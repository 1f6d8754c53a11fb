"""The revisions. None imports code of the program, so that its effect never changes."""
