"""Rule packs shipped with the program, one folder each."""
