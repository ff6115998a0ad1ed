"""Lets `python -m climafin` do what the `climafin` command does."""

import sys

from climafin.cli import main

sys.exit(main())
