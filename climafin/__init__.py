"""ClimaFin's core: every verb works without a screen; Qt is never imported here."""

__version__ = "0.1.0"
