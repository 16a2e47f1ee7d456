"""How an older database becomes a newer one, and back. Each step is a module in `versions`, run in one transaction."""
