"""Knowledge and its plan in, findings about its reasoning and its evidence out.

What is no mistake of form and yet is wrong: rules that contradict each other, that never fire, that nobody can reach.
It decides profiles to prove what it says, and must not know who asks: no files, no command line, no HTTP.
"""
