"""Deeds of people, each inside the caller's transaction."""

from helpline.people.commands.factors import (
    begin_factor,
    confirm_factor,
    remove_factor,
    renew_recovery_codes,
    reset_factor,
)
from helpline.people.commands.logins import (
    end_session,
    end_sessions_of,
    extend_session,
    judge,
    lock_session,
    sign_in,
    sign_out,
    sign_out_elsewhere,
    sign_out_everywhere,
    unlock_session,
)
from helpline.people.commands.organisations import (
    found_bureau,
    make_department,
    make_districts,
    make_halls,
    make_providers,
    make_team,
    match_district,
)
from helpline.people.commands.passwords import change_password, set_passwords
from helpline.people.commands.staff import deactivate, grant_skills, hire
from helpline.people.commands.starting import note_given, unlock

__all__ = [
    "begin_factor",
    "change_password",
    "confirm_factor",
    "deactivate",
    "end_session",
    "end_sessions_of",
    "extend_session",
    "found_bureau",
    "grant_skills",
    "hire",
    "judge",
    "lock_session",
    "make_department",
    "make_districts",
    "make_halls",
    "make_providers",
    "make_team",
    "match_district",
    "note_given",
    "remove_factor",
    "renew_recovery_codes",
    "reset_factor",
    "set_passwords",
    "sign_in",
    "sign_out",
    "sign_out_elsewhere",
    "sign_out_everywhere",
    "unlock",
    "unlock_session",
]
