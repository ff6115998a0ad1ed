"""The form of one project: sections, fields that tell what is wrong when they are left, saved as one goes."""
