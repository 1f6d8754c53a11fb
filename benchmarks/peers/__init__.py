"""The contestants beside us: each in a module, each asked for the right answer before its time."""
