"""What happened: the vocabulary, the ledger files and the append-only log."""
