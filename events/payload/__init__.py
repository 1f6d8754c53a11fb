"""Acts as stored bytes and back, by one grammar that is declared once."""
