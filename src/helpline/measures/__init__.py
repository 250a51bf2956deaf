"""The one registry of figures: what counts above the line, what below, what is left out and why, in which version.

A tile, a report and a score ask here, so that they agree to the record. Figures are counted from raw events, kept as
numerator and denominator, and added up as such; a rate is made last and never averaged.
"""
