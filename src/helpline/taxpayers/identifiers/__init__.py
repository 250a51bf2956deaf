"""Numbers that name a taxpayer or reach one: read leniently, checked strictly, explained in a sentence."""
