"""Derivations as a note asks for them: some of the steps, in the note's own names, as text to stand in the note."""
