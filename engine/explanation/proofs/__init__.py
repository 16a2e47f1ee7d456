"""The proof of a decision as one graph, and every way to show it: a tree, Markdown, Mermaid, a drawing, a page."""
