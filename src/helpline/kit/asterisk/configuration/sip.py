"""SIP: whom Asterisk listens to, and how. Accounts of consultants are not here: they are made known while it runs."""

from helpline.kit.asterisk.configuration.plan import Plan, Trunk

RTP_SILENCE = 30
"""Seconds without a packet after which a call ends: a far end that died without a word would hold its channel for ever."""
RTP_SILENCE_ON_HOLD = 120

SORCERY = "".join(
    f"{kind}=config,pjsip.conf,criteria=type={kind}\n{kind}=memory\n" for kind in ("endpoint", "auth", "aor")
)


def sorcery_conf() -> str:
    """Where SIP's objects live: those of the file, and beside them those that the controller makes known."""
    return f"[res_pjsip]\n{SORCERY}"


def pjsip_conf(plan: Plan) -> str:
    """The file `pjsip.conf`."""
    return _globals(plan) + _guard(plan) + _template(plan) + "".join(_trunk(trunk) for trunk in plan.trunks)


def _globals(plan: Plan) -> str:
    outside = ""
    if plan.public:
        outside = f"external_media_address={plan.public}\nexternal_signaling_address={plan.public}\n"
    # Who is unknown is challenged as if it were known, and forgotten soon: names cannot be found out by trying.
    return f"""[global]
type=global
user_agent=helpline
default_from_user=helpline
endpoint_identifier_order=ip,username
max_initial_qualify_time=4
unidentified_request_count=5
unidentified_request_period=5
unidentified_request_prune_interval=30
taskprocessor_overload_trigger=pjsip_only
[system]
type=system
threadpool_initial_size=5
threadpool_max_size=50
[udp]
type=transport
protocol=udp
bind={plan.bind}:{plan.ports.sip}
{outside}[ws]
type=transport
protocol=ws
bind=127.0.0.1
"""


def _guard(plan: Plan) -> str:
    """Only these may speak SIP at all; who else tries is refused before anything of theirs is read."""
    known = ["127.0.0.1", *plan.phones, *(match for trunk in plan.trunks for match in trunk.matches)]
    permits = "".join(f"permit={address}\n" for address in dict.fromkeys(known))
    return f"[guard]\ntype=acl\ndeny=0.0.0.0/0.0.0.0\ndeny=::/0\n{permits}"


def _template(plan: Plan) -> str:
    return f"""[trunk](!)
type=endpoint
disallow=all
allow=alaw,ulaw
direct_media=no
media_address={plan.media}
bind_rtp_to_media_address={"no" if plan.public else "yes"}
rtp_symmetric=yes
force_rport=yes
rewrite_contact=yes
dtmf_mode=auto_info
timers=no
identify_by=ip
allow_subscribe=no
rtp_timeout={RTP_SILENCE}
rtp_timeout_hold={RTP_SILENCE_ON_HOLD}
"""


def _trunk(trunk: Trunk) -> str:
    matches = "".join(f"match={address}\n" for address in trunk.matches)
    return f"""[{trunk.name}](trunk)
context=from-{trunk.name}
aors={trunk.name}
[{trunk.name}]
type=aor
contact={trunk.contact}
[{trunk.name}]
type=identify
endpoint={trunk.name}
{matches}"""


def seat_objects(plan_media: str, account: str, password: str) -> dict[str, dict[str, str]]:
    """The three objects that make a consultant's phone known: its password, where it may be, how it is spoken to."""
    return {
        "auth": {"auth_type": "userpass", "username": account, "password": password},
        "aor": {"max_contacts": "2", "remove_existing": "yes", "maximum_expiration": "600"},
        "endpoint": {
            "context": "from-seats",
            "auth": account,
            "aors": account,
            "disallow": "all",
            "allow": "alaw,ulaw,opus",
            "webrtc": "yes",
            "dtls_auto_generate_cert": "yes",
            "direct_media": "no",
            "media_address": plan_media,
            "bind_rtp_to_media_address": "yes",
            "identify_by": "username,auth_username",
            "allow_subscribe": "no",
            "rtp_timeout": str(RTP_SILENCE),
            "rtp_timeout_hold": str(RTP_SILENCE_ON_HOLD),
        },
    }
