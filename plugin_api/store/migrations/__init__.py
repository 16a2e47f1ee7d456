"""How an older database becomes a newer one, and back. Each step is a module in `versions`, run in one transaction.

Each says which releases can use a database that has seen it: those that know the revision `usable_from`, and all newer
ones. A step that only adds what older releases leave alone names an older revision than its own; after one that says
nothing, no older release can use the database.
"""
