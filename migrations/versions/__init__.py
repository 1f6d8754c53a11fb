"""The revisions. None imports code of the program, so the effect of a revision never changes."""
