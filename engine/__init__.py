"""The reasoning of Portolan: a profile and a body of knowledge come in, a decision with its proof goes out.

The way of a profile is knowledge → inference → explanation. Nothing here knows HTTP, a portal or any one year.
"""
