"""Formulas: rows, cells and relations, put together to chains of sides with their conditions and reasons."""
