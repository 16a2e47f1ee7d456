"""One module a command. Each composes the engine; none reasons."""
