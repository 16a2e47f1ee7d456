"""The views, a module for each thing one can ask about. `app` registers them."""
