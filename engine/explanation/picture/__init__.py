"""The architecture of a decision as a picture: a decision goes in, bands of areas with their slots come out.

`document` is the picture as plain data, which the API, the pages and front ends show; `svg` draws it as one file that
stands by itself. Nothing here decides anything, nor reads or writes a file.
"""
