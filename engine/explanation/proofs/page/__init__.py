"""A proof as one HTML page that needs nothing but itself: no host, no server, no library, and no script to be read.

A graph of the proof and its decision go in, the text of the page and the policy that it can be served with come out.
"""
