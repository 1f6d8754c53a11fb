"""What people read of a partnership: pure functions of its answers."""
