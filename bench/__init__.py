"""Benchmarks: how long the engine and the service take, beside what they are meant to take.

What comes in is the shipped knowledge and bodies of rules made up here; tables go out. No test asserts a time.
"""
