"""Foreign and own file formats."""
