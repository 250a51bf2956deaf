"""Writes the tree into a folder."""

from pathlib import Path

from helpline.kit.asterisk.configuration.dialplan import extensions_conf
from helpline.kit.asterisk.configuration.modules import modules_conf
from helpline.kit.asterisk.configuration.plan import Plan
from helpline.kit.asterisk.configuration.sip import pjsip_conf, sorcery_conf

FOLDERS = ("etc", "run", "log", "spool/recording", "spool/monitor", "lib/keys", "db", "silence")
EMPTY = ("udptl.conf", "ccss.conf", "codecs.conf", "features.conf", "websocket_client.conf")
USER = "helpline"
TONES = "ringcadence=1000,4000\nring=450/1000,0/4000\nbusy=450/350,0/350\n"


def write(plan: Plan, extra_modules: tuple[str, ...] = ()) -> Path:
    """Write all files, readable by us alone since they hold a password; the main one's path."""
    etc = plan.folder / "etc"
    for name in FOLDERS:
        (plan.folder / name).mkdir(parents=True, exist_ok=True)
    for name, text in files(plan, extra_modules).items():
        path = etc / name
        path.touch(mode=0o600)
        path.write_text(text)
    return etc / "asterisk.conf"


def files(plan: Plan, extra_modules: tuple[str, ...] = ()) -> dict[str, str]:
    """Every file of the tree by name."""
    return dict.fromkeys(EMPTY, "[general]\n") | {
        "asterisk.conf": _asterisk(plan),
        "modules.conf": modules_conf(extra_modules),
        "logger.conf": _logger(),
        "http.conf": _http(plan),
        "ari.conf": _ari(plan),
        "rtp.conf": _rtp(plan),
        "stasis.conf": "[threadpool]\ninitial_size=5\nidle_timeout_sec=20\nmax_size=50\n[declined_message_types]\n",
        "pjproject.conf": "[startup]\nlog_mappings=false\n[log_mappings]\ntype=log_mappings\nasterisk_error=0,1\n",
        "pjsip.conf": pjsip_conf(plan),
        "sorcery.conf": sorcery_conf(),
        "extensions.conf": extensions_conf(plan),
        "musiconhold.conf": f"[default]\nmode=files\ndirectory={plan.music or plan.layout.data / 'moh'}\n",
        "prometheus.conf": "[general]\nenabled=yes\ncore_metrics_enabled=yes\nuri=metrics\n",
        "acl.conf": "",
        "cdr.conf": "[general]\nenable=no\n",
        "cel.conf": "[general]\nenable=no\n",
        "indications.conf": "[general]\ncountry=cn\n[cn]\ndescription=China\n" + TONES,
    }


def _asterisk(plan: Plan) -> str:
    at = plan.folder
    return f"""[directories]
astetcdir => {plan.etc or at / "etc"}
astmoddir => {plan.layout.modules}
astvarlibdir => {at}/lib
astdbdir => {at}/db
astkeydir => {at}/lib
astdatadir => {plan.layout.data}
astagidir => {at}/lib
astspooldir => {at}/spool
astrundir => {at}/run
astlogdir => {at}/log
astsbindir => {plan.layout.programs}
[options]
nocolor = yes
maxcalls = {plan.most_calls}
systemname = {plan.node}
hideconnect = yes
live_dangerously = no
transmit_silence = yes
"""


def _logger() -> str:
    return (
        "[general]\ndateformat=%F %T.%3q\nappend_hostname=no\n[logfiles]\nconsole => warning,error\n"
        "messages => notice,warning,error,security\n"
    )


def _http(plan: Plan) -> str:
    # Never anything but loopback: browsers reach it through the web process, which looks at the log-in first.
    return (
        f"[general]\nservername=helpline\nenabled=yes\nbindaddr=127.0.0.1\nbindport={plan.ports.http}\n"
        "sessionlimit=500\nsession_inactivity=30000\nsession_keep_alive=60000\nenable_static=no\n"
    )


def _ari(plan: Plan) -> str:
    # With Asterisk's own 100 ms a controller that is busy for a moment would be cut off.
    return (
        "[general]\nenabled=yes\npretty=no\nwebsocket_write_timeout=1000\n"
        f"[{USER}]\ntype=user\nread_only=no\npassword={plan.secret}\npassword_format=plain\n"
    )


def _rtp(plan: Plan) -> str:
    first, last = plan.ports.rtp
    return f"[general]\nrtpstart={first}\nrtpend={last}\nstrictrtp=yes\nicesupport=yes\n"
