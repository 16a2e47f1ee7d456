"""The knowledge in force as pages: rules, claims, products, sources and slots, each with what it is connected to."""
