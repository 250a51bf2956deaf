"""The consultation platform of 沪税函〔2020〕14号: taxpayers ask, providers answer, the bureau supervises."""
