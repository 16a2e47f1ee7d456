"""A decision that somebody kept, decided again; and what a change of rules does to saved profiles."""
