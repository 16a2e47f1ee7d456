"""What every single answer would change: open questions, and how firm each pick stands."""
