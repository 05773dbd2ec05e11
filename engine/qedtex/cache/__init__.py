"""What has been found out before, kept by content in the user's cache folder; nothing here imports the engine."""
