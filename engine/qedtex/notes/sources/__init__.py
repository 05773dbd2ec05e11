"""Sources: Markdown, LaTeX and notebooks as documents, whose formulas know their places and the words around them."""
