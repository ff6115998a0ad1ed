"""Tokens, palette, fonts and icons; nothing else names a colour or a size."""
