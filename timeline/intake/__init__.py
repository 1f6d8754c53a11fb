"""Draft an event from the text of an article; nothing here reads a file or the clock."""
