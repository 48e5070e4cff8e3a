"""The store of a department."""
