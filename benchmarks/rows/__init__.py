"""The rows: what is measured, with one module for each line of the table of goals.

The first line of a module's docstring is the title of its row; the rest is printed below it.
"""
