"""What every room needs and no room owns: errors, message codes, language, clock, paths, settings.

May import: the standard library, PyYAML, platformdirs. Never: any other room.
"""
