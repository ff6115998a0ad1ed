"""The library lane: work off the screen thread, with progress and cancel."""
