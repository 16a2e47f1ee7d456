"""The next best question for a profile that is not complete, and why it matters."""
