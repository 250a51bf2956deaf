"""Which doors for looking show personal data or what was said in service. Each look of staff through them is put on record.

A new door for looking must be listed here, in one of the two; `tests/architecture` fails until it is.
"""

LOOKS = frozenset(
    {
        "app.audit_lines",
        "calls.audio",
        "calls.calls",
        "calls.mine",
        "cases.read",
        "conversations.download",
        "conversations.read",
        "desk.call_matter",
        "desk.desk",
        "desk.matter",
        "desk.promises",
        "knowledge.gaps",
        "knowledge.notes",
        "measures.calls",
        "messages.listed",
        "people.colleagues",
        "people.heirs",
        "people.person",
        "people.roll",
        "people.sessions_of",
        "secrecy.secrecy",
        "supervision.board",
        "supervision.dialogue",
        "supervision.dialogues",
        "taxpayers.taxpayer",
        "taxpayers.taxpayers",
    }
)

HARMLESS = frozenset(
    {
        "app.chain_state",
        "app.challenge",
        "app.description",
        "app.matters",
        "app.phone",
        "app.welcome",
        "calendars.alarm",
        "calendars.year",
        "calls.recordings",
        "conversations.current",
        "desk.colleagues",
        "desk.phrases",
        "knowledge.entry",
        "knowledge.hot_questions",
        "knowledge.lapsing",
        "knowledge.listed",
        "knowledge.search",
        "knowledge.systems",
        "knowledge.topics",
        "measures.measured",
        "measures.staffing",
        "people.districts",
        "people.farewell",
        "people.issuer_choices",
        "people.issuers",
        "people.organisations",
        "people.own_sessions",
        "people.password_rules",
        "people.program_tokens",
        "people.second_factor",
        "people.unit",
        "people.units",
        "people.who_am_i",
        "regulation.terms",
        "supervision.tiers",
    }
)
"""They show rules, knowledge, organisations, counts, or the asker's own things."""
