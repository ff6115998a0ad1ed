"""The user's verbs, one transaction each; the only door for ui and cli.

May import: every room below. Never imports Qt and never prints.
"""

import os

# Before anybody loads numpy: its threads would only get in each other's way on tables as small as ours.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
