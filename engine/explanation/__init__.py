"""A decision in, what a person or a program reads of it out. All of it is computed from the decision's trace."""
