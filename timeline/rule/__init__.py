"""How the steps of a term determine its state on a day (docs/meaning.md §4 and §5).

Read `said` and `fold` first: they define the meaning. `closed_form` finds the same results for
inexact dates without enumerating worlds; `line` applies either one day by day; `terms` combines
terms that depend on one another; `answer` adds what is reported alongside an answer.
"""
