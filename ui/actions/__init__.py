"""One class per user verb: asks, calls one service, reports."""
