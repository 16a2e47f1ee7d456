"""`portolan check`: files come in, reports of them go out, in the forms that people and pipelines read.

What is found is decided in `engine.checking`; here it is only read from files, located in them, and told.
"""
