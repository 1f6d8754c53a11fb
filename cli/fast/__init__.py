"""Answer a plain `timeline as-of DATE` before click or dataclasses are loaded.

What is odd for the sake of a cold start stands here and nowhere else: types that only a checker
sees, values without classes, and what json and sqlite3 are made of.
"""
