"""One module or folder per page of the window; pages do not know each other."""
