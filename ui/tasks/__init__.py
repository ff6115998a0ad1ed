"""The library lane: work off the screen thread, with progress and cancel."""

from climafin.ui.tasks.lane import Failure, Job, Lane

__all__ = ["Failure", "Job", "Lane"]
