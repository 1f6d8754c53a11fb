"""What the steps of a term make of it on a day (docs/meaning.md §4 and §5).

Read `said` and `fold` first: they are the meaning. `possible` finds the same for dates that are not
exact, without trying worlds; `line` asks either from day to day; `terms` joins terms that hang on
one another; `answer` adds what is told beside an answer.
"""
