"""Decisions on days and hours, pure: statutory days, working time, the three calendars, filing periods."""
