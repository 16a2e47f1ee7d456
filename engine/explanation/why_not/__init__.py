"""What stands against a product, what the rules for it lacked, and the smallest changes that would bring it in."""
