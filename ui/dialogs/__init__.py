"""Questions with an ask classmethod that returns the answer."""
