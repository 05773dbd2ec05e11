"""Verdicts: whether a claim is proved, false or neither, and what may have been meant where it is false."""
