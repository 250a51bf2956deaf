"""Every room's live topics."""

from helpline.conversations import live as conversations
from helpline.desk import live as desk
from helpline.kit.live import Hub
from helpline.supervision import live as supervision


def register(hub: Hub) -> None:
    """Let the hub know all topics."""
    conversations.register(hub)
    desk.register(hub)
    supervision.register(hub)
