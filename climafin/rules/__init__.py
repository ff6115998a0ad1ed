"""Turn a rule pack, the facts of a project and a date into a traced Assessment.

May import: expression, domain, base. Pure: bytes in, answers out; never reads a library.
"""
