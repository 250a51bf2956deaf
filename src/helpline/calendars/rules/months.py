"""Periods counted in months."""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """R8.2, 民法典 202: the corresponding day `months` later, or the month's last where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
