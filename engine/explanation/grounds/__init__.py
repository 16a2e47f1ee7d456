"""A decision, a slot and a product → what the verdict on it rests on, with a digest over that; and two such grounds →
what differs between them. A waiver holds for as long as nothing does. Knows nothing of stores and people.
"""
