"""Valid studies of every kind, made from a seed, run, and held to what can be recomputed."""
