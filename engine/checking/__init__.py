"""A declared stack held against a decision's verdicts: a decision and a request come in, findings go out.

Everything found is read off the decision and its trace. Nothing here knows HTTP; `sarif` and `junit` only render.
"""
