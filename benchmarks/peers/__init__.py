"""The peers measured beside us, held to the same durability and to the right answer first."""
