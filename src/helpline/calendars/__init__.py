"""Which days and hours count.

Statutory days, service hours, filing periods, and arithmetic with working time.
"""
