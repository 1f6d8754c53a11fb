"""The rows: what is measured, in a module for each line of the table of goals.

The first line of a module is the title of its row, and what follows is printed below that.
"""
