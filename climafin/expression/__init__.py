"""The small safe language of packs and methods: parse, check, evaluate.

May import: domain, base. Never hands anything to Python's own eval.
"""
