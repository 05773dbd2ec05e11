"""How derivations are written out: LaTeX fragments and a document, Markdown, and text for a terminal."""
