"""The small safe language of packs and methods: parse, check, evaluate.

Road of a text: `tokens` -> `parser` (a `syntax` tree) -> `checker` (a `terms` tree with types and
units) -> `evaluate` (closures). `read_expression` in `checker` is the usual door.

May import: domain, base. Never hands anything to Python's own eval.
"""
