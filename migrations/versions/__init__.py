"""The revisions, oldest first; each imports nothing of ours, so that it means the same for ever."""
