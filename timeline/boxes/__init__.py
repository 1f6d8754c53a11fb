"""Answers as boxes: what the rule says, as rows on three clocks, and how acts change them."""
