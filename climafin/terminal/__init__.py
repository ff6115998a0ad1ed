"""The verbs of the command line: read arguments, call one service, print the answer.

May import: services, domain, base. Never opens a window and never needs Qt.
"""
