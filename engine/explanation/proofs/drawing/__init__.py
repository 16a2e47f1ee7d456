"""A proof as a picture: a graph of the proof goes in, SVG comes out.

Each slot is a panel of its own. `measure` and `boxes` give every node a size, `layered` places them, `svg` draws.
Nothing here knows the decision, nor reads or writes a file.
"""
