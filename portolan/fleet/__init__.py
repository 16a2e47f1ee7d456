"""Many profiles at once: entries come in from wherever they are kept, a row for each goes out, in their order.

What is found is decided by `engine.checking`; here it is read, spread over processes, kept and told.
"""
