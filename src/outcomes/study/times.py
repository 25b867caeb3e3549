"""Units of time since baseline, and how long each is."""

WEEKS_PER = {
    "minute": 1 / (7 * 24 * 60),
    "hour": 1 / (7 * 24),
    "day": 1 / 7,
    "week": 1.0,
    "month": 52 / 12,
    "year": 52.0,
}
"""Weeks in each unit, the shortest first; twelve months are 52 weeks."""

TIME_UNITS = "minute, hour, day, week, month or year"
"""The units, as a sentence lists them."""
