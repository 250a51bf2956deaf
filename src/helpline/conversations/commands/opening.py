"""A taxpayer comes and asks; nobody logs in before it is needed."""

import secrets
from uuid import UUID

import msgspec

from helpline.conversations.commands.talking import Sending, send_many
from helpline.conversations.events import ConversationOpened
from helpline.conversations.given import kept_phone, kept_tax_number
from helpline.conversations.model import Author, Conversation, ConversationId, State, Text, VisitorId
from helpline.conversations.rules import require_calm, token_hash
from helpline.conversations.store import conversations, visitors
from helpline.kit.clock import shanghai
from helpline.kit.db import Tx
from helpline.kit.ids import new_id
from helpline.kit.refusal import Refused
from helpline.knowledge import queries as knowledge
from helpline.people import queries as people
from helpline.regulation.queries import terms_on
from helpline.taxpayers import queries as taxpayers
from helpline.taxpayers.masking import mask_name


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """The first question, and what the taxpayer chose to tell. `client_id`: sent twice, it opens once."""

    client_id: UUID
    text: str
    system: str | None = None
    district: UUID | None = None
    credit_code: str | None = None
    name: str | None = None
    phone: str | None = None
    follows: UUID | None = None


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """A new visitor and the token that only the visitor holds."""

    visitor_id: VisitorId
    token: str


async def welcome(tx: Tx) -> Visit:
    """Know a browser again by a random token, of which only the hash is kept."""
    visitor_id, token = VisitorId(new_id()), secrets.token_urlsafe(32)
    await visitors.insert(tx, visitor_id, token_hash(token))
    return Visit(visitor_id=visitor_id, token=token)


async def open_conversation(tx: Tx, visitor_id: VisitorId, opening: Opening) -> ConversationId:
    """Open a conversation with its first question; the visitor's open one goes on instead, if there is one.

    Raises:
        Refused: the question is empty or too long.
        TooMany: the visitor opened too many within the hour.
    """
    await visitors.lock(tx, visitor_id)
    earlier = await conversations.opened_as(tx, visitor_id, opening.client_id)
    if earlier is not None:
        return ConversationId(earlier)
    running = await conversations.open_of(tx, visitor_id)
    conversation = running or await _begin(tx, visitor_id, opening)
    author = Author(party="taxpayer", id=visitor_id, label=mask_name(conversation.asker))
    first = Sending(
        conversation_id=conversation.id,
        author=author,
        client_id=opening.client_id,
        content=Text(text=opening.text),
    )
    [said] = await send_many(tx, [first])
    if isinstance(said, Refused):
        raise said
    return conversation.id


async def _begin(tx: Tx, visitor_id: VisitorId, opening: Opening) -> Conversation:
    most = (await terms_on(tx, tx.now)).visitor_conversations_per_hour
    require_calm(await conversations.nth_newest(tx, visitor_id, most), tx.now, most)
    conversation = await _described(tx, visitor_id, opening)
    await conversations.insert(tx, conversation, opening.client_id)
    tx.announce(
        ConversationOpened(
            conversation_id=conversation.id,
            number=conversation.number,
            at=tx.now,
            question=conversation.question,
            taxpayer_id=conversation.taxpayer_id,
            district_id=conversation.district_id,
            provider_id=conversation.provider_id,
            system=conversation.system,
            follows=conversation.follows,
        )
    )
    return conversation


async def _described(tx: Tx, visitor_id: VisitorId, opening: Opening) -> Conversation:
    """What is known of the asker: the register knows the district, the district its provider."""
    before = await _followed(tx, visitor_id, opening.follows)
    phone = kept_phone(opening.phone)
    code = kept_tax_number(opening.credit_code, tx.now) or (before.credit_code if before else None)
    taxpayer = await taxpayers.find_by_code(tx, code) if code else None
    district = opening.district or (taxpayer.district_id if taxpayer else None)
    provider = await _provider_of(tx, district) if district else None
    conversation_id = ConversationId(new_id())
    return Conversation(
        id=conversation_id,
        number=await conversations.next_number(tx, shanghai(tx.now).date()),
        visitor_id=visitor_id,
        started_at=tx.now,
        taxpayer_id=taxpayer.id if taxpayer else None,
        asker=(opening.name or "").strip()[:40] or (before.asker if before else ""),
        phone=phone or (before.phone if before else None),
        credit_code=code,
        district_id=district or (before.district_id if before else None),
        provider_id=provider or (before.provider_id if before else None),
        system=await _known_system(tx, opening.system) or (before.system if before else None),
        follows=before.id if before else None,
        question=opening.text.strip()[:200],
        state=State(id=conversation_id),
        read_taxpayer=0,
        read_consultant=0,
        rated=False,
    )


async def _provider_of(tx: Tx, district: UUID) -> UUID | None:
    """The provider matched to the district at this moment."""
    matchings = await people.matchings_at(tx, tx.now)
    return next((m.provider_id for m in matchings if m.district_id == district), None)


async def _followed(tx: Tx, visitor_id: VisitorId, follows: UUID | None) -> Conversation | None:
    """The earlier conversation that this one goes on with; only the visitor's own counts."""
    before = await conversations.find(tx, follows) if follows else None
    return before if before and before.visitor_id == visitor_id else None


async def _known_system(tx: Tx, code: str | None) -> str | None:
    return code if code and code in {system.code for system in await knowledge.systems(tx)} else None
