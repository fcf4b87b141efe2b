"""The time of a load, asked for in one place, so that a test can say what time it is."""

from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))


def now() -> datetime:
    """The present moment, UTC without a zone, as all timestamps of the warehouse are."""
    return datetime.now(UTC).replace(tzinfo=None)


def day_in_vietnam(moment: datetime) -> date:
    """The day that officers write at a moment (UTC): the nightly load of 01:00 belongs to the new day."""
    return moment.replace(tzinfo=UTC).astimezone(VIETNAM).date()
