"""What is looked at in a browser: the static site of the derivations, the report of checked notes, the pictures."""
