"""What Asterisk does by itself: hand a call to the controller and, while there is none, keep it, then take a message.

A call that was kept tries the controller again every few seconds, so that one that comes back finds who waits. Nobody is
dropped silently: who has waited long enough is asked for a message, and the message is in the spool for the sweep to find.
"""

from helpline.kit.asterisk.configuration.plan import Plan, Trunk

LEFT = "left"
"""Prefix of a message that the dial plan took by itself: `left-<channel>-<caller's number>-<trunk>`."""


def extensions_conf(plan: Plan) -> str:
    """The file `extensions.conf`."""
    head = f"""[general]
static=yes
writeprotect=yes
[globals]
PROMPTS={plan.prompts}
SPOOL={plan.recordings}
"""
    return head + "".join(_from_trunk(plan, trunk) for trunk in plan.trunks) + _from_seats() + _waiting(plan)


def _from_trunk(plan: Plan, trunk: Trunk) -> str:
    # Caller names may be as long as a packet; only the number is used, and of it only what a number is made of.
    return f"""
[from-{trunk.name}]
exten => _[+*#0-9a-zA-Z].,1,Set(DIALLED=${{FILTER(0-9+,${{EXTEN:0:24}})}})
 same => n,Goto(arrived,1)
exten => arrived,1,Set(GROUP(trunk)={trunk.name})
 same => n,GotoIf($[${{GROUP_COUNT({trunk.name}@trunk)}} > {trunk.most_calls}]?full)
 same => n,Set(CALLERID(name)=)
 same => n,Set(__CALLER=${{FILTER(0-9+,${{CALLERID(num):0:24}})}})
 same => n,Set(TRUNK={trunk.name})
 same => n,Stasis({plan.application},in,{trunk.name},${{CALLER}},${{DIALLED}})
 same => n,GotoIf($["${{STASISSTATUS}}" = "SUCCESS"]?done)
 same => n,Goto(waiting,s,1)
 same => n(done),Hangup()
 same => n(full),Hangup(42)
"""


def _from_seats() -> str:
    # A consultant's phone is rung and never dials: calls out are begun from the desk, where they are on record.
    return """
[from-seats]
exten => _[+*#0-9a-zA-Z]!,1,Hangup(21)
"""


def _waiting(plan: Plan) -> str:
    rounds = max(1, plan.waiting.seconds // plan.waiting.retry)
    # `k` keeps a message whose speaker hangs up; three seconds of silence end it.
    return f"""
[waiting]
exten => s,1,Answer()
 same => n,Set(TURN=0)
 same => n,Playback(${{PROMPTS}}/welcome&${{PROMPTS}}/notice&${{PROMPTS}}/queue.nobody)
 same => n(again),StartMusicOnHold(default)
 same => n,Wait({plan.waiting.retry})
 same => n,StopMusicOnHold()
 same => n,Stasis({plan.application},in,${{TRUNK}},${{CALLER}},${{DIALLED}})
 same => n,GotoIf($["${{STASISSTATUS}}" = "SUCCESS"]?done)
 same => n,Set(TURN=$[${{TURN}} + 1])
 same => n,GotoIf($[${{TURN}} < {rounds}]?again)
 same => n,Goto(message,s,1)
 same => n(done),Hangup()
[message]
exten => s,1,Answer()
 same => n,Playback(${{PROMPTS}}/message.speak)
 same => n,Record(${{SPOOL}}/{LEFT}-${{UNIQUEID}}-${{CALLER}}-${{TRUNK}}.wav,5,{plan.waiting.message},k)
 same => n,Playback(${{PROMPTS}}/message.thanks)
 same => n,Hangup()
"""
