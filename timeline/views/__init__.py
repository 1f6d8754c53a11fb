"""What is told of a record, beyond its answers: pure views of the rule."""
