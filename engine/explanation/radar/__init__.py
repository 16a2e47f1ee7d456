"""Decisions on one profile, edition after edition → a technology radar, as Backstage's plug-in reads it.

Nothing is judged here: rings are verdicts under another name, and every description is the text of a rule that fired.
"""
