"""Architecture decision records of a slot or of a whole decision, in the form of MADR."""
