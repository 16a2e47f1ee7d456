"""The description of the API, made whole: flask-smorest's comes in, with what the knowledge says and what is answered.

It is made when it is first asked for, and again when the knowledge changes.
"""
