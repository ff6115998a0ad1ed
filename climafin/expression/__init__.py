"""The small safe language of packs and methods: parse, check, evaluate, print.

Road of a text: `tokens` -> `parser` (a `syntax` tree) -> `checker` (a `terms` tree with types and
units) -> `evaluate` (closures). `read_expression` in `checker` is the usual door; `printing` goes back
from a checked tree to text in either language.

May import: domain, base. Never hands anything to Python's own eval.
"""
