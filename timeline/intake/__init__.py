"""From an article to the draft of an event, without reading a file or asking the clock."""
