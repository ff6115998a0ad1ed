"""Dossiers compared with kept copies, and the paper checked as a reader meets it."""
