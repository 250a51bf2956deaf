"""The consultation record 受理单: one case for each matter, with its owner, classification, outcome and promises."""
