"""In which forms a changelog comes, by which clock, and how it is arranged."""

FORMS = ("md", "json", "html", "txt")
CLOCKS = ("effective", "announced", "recorded")
ARRANGEMENTS = ("day", "event", "term")
