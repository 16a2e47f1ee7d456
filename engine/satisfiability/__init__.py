"""A plan in, its chain of rules as clauses out, and a complete search on them: in which requests something comes about.

States what `engine.inference` computes and decides nothing itself; must not know who asks, or what a finding is.
"""
