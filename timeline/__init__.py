"""What it means: the terms of a partnership, rebuilt from its events."""
