"""Online consultation: the dialogue between a taxpayer, the assistant and a consultant, by the clocks of article 4."""
