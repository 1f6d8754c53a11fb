"""Answer a plain `timeline as-of DATE` before click or dataclasses are loaded.

Code that is unusual for the sake of a fast cold start is in this room and nowhere else: types that
only a type checker sees, values without classes of their own, and the scanner inside json.
"""
