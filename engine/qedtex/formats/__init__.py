"""The forms of what a check found: text for people, JSON, SARIF, and annotations of a GitHub workflow."""
