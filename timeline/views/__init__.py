"""Views of a partnership for readers: pure functions of its answers."""
