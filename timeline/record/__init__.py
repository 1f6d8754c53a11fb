"""What a log says by an instant: its acts merged, and the steps that they make."""
