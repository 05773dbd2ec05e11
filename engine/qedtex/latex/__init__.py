"""LaTeX and plain text: printers, the reader, and the dialect of latex2sympy2."""
