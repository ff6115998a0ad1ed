"""Data shipped with the program: fonts, icons, translations, dictionary, samples."""
