"""The stored projection: every answer, and what stands beside it, a box on three clocks."""
