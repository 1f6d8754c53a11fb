"""Turn acts into stored bytes and back, by one grammar."""
