"""From what is in use to what is recommended: what first, by when, and what may stay."""
