"""Measures: pure functions on values and arrays."""
