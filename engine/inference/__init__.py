"""A profile's answers and the rules in, facts and verdicts with their firings out, by forward chaining in stages.

Knows nothing of YAML, of languages or of how a proof is shown.
"""
