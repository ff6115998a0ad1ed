"""The only place that asks what time it is, so that tests and dossiers can fix it."""

from datetime import UTC, date, datetime, timedelta, timezone

#: Business days are days in Chongqing, whatever the machine's zone says.
OFFICE_ZONE = timezone(timedelta(hours=8))


class Clock:
    """The wall clock; hand a `FixedClock` to whatever must be repeatable."""

    def now(self) -> datetime:
        """Return the present moment, aware, in the office's zone."""
        return datetime.now(UTC).astimezone(OFFICE_ZONE)  # noqa: TID251 - this is the clock

    def today(self) -> date:
        """Return the office's calendar day."""
        return self.now().date()


class FixedClock(Clock):
    """A clock that stands still."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment.astimezone(OFFICE_ZONE)

    def now(self) -> datetime:
        """Return the moment given at construction."""
        return self._moment
