"""Notes as people write them: documents, the chains of formulas in them, and what the formulas say."""
