"""The revisions, oldest first. None imports our code, so that its effect never changes."""
