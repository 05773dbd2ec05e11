"""Prose: what the running text says of a step: conditions, suppositions, denials, values that are given."""
