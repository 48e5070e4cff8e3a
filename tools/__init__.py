"""Tools for those who work on netmap; the program itself needs none of them."""
