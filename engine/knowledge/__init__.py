"""YAML files in, `Knowledge` out; or every problem at once, each with its code, place and remedy.

Knows nothing of profiles or of how rules are evaluated.
"""
