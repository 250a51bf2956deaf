"""The register of taxpayers: who they are, which number is theirs, whom to call. What is personal leaves
this room masked; nothing here knows of questions, cases or visits.
"""
