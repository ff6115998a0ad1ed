"""One real library of every released schema, opened and worked in by the present program."""
