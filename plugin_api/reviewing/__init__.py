"""What people say of decisions, and what they allow in spite of them: bodies and rows in, values and documents out.

A decision never changes by it. Everything here is only ever added to.
"""
