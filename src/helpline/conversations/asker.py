"""How the person who asks is called on staff screens: masked, always."""

from helpline.conversations.model import Conversation
from helpline.taxpayers import masking


def asker_of(conversation: Conversation) -> str:
    """R18.1: a masked name, else a masked phone, else a visitor."""
    if conversation.asker:
        return masking.mask_name(conversation.asker)
    return masking.mask_phone(conversation.phone) if conversation.phone else "网页访客"
