"""The HTTP service: a request's body comes in, a stored decision, a page or a problem goes out.

It composes the engine and reasons about nothing itself; it knows neither the command line nor any one year.
"""
