"""The state machine of a call: `step.step` decides, `happenings` and `actions` are its words."""
