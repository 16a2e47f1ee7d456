"""Two decisions side by side: what changes, by which rules, and what these come from."""
