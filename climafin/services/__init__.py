"""The user's verbs, one transaction each; the only door for ui and cli.

May import: every room below. Never imports Qt and never prints.
"""
