"""The consultant's workbench: everything a consultant needs in one look, across rooms. Nobody imports it."""
