"""The database's own history, run from the installed wheel too."""
