"""What the steps of a term make of it on a day (docs/meaning.md §4 and §5)."""
