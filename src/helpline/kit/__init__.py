"""Words with no business meaning: clock, ids, transactions, facts, live topics, files, the embedded database."""
