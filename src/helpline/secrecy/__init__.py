"""Secrecy 保密: revealing is a deed with a reason, exports need approval and bear a mark, unusual browsing is reported."""
