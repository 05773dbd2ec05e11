"""Running: many notes in several processes or on a cluster, each with its budget of time and memory."""
