"""The goals: what is measured, in a module for each row of the table."""
