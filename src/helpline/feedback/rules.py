"""Decisions about ratings."""

from datetime import datetime, timedelta

from helpline.conversations.model import Author, Conversation, Phase
from helpline.conversations.rules import NotInSight
from helpline.feedback.model import Rating
from helpline.kit.refusal import Conflict, Invalid

WORDS_MAX = 500

SATISFIED_FROM = 4
"""满意 and 非常满意 count as satisfied (domain-facts 8.2)."""

DISSATISFIED_TO = 2
"""不满意 and 很不满意 count as dissatisfied."""


class NotEnded(Conflict):
    code = "not-ended"


class RatingClosed(Conflict):
    code = "rating-closed"


def require_asker(conversation: Conversation, author: Author) -> None:
    """Only who asked may rate.

    Raises:
        NotFound: to anybody else, staff included, there is nothing to rate.
    """
    if author.party != "taxpayer" or conversation.visitor_id != author.id:
        raise NotInSight()


def require_ended(conversation: Conversation) -> None:
    """Raises `NotEnded` while the conversation goes on."""
    if conversation.state.phase is not Phase.ENDED:
        raise NotEnded("对话还没有结束，结束后再请您评价。")


def require_changeable(rated_at: datetime, now: datetime, change_seconds: int) -> None:
    """Raises `RatingClosed` once the time to change the rating is over."""
    if now > rated_at + timedelta(seconds=change_seconds):
        hours = change_seconds // 3600
        raise RatingClosed(f"评价提交 {hours} 小时后不能再修改。如还有意见，请再次咨询或留言。")


def tidied(rating: Rating) -> Rating:
    """The rating without blanks, empty and repeated tags. NUL is dropped, for PostgreSQL does not keep it.

    Raises:
        Invalid: the words are too long.
    """
    words = rating.words.replace("\x00", "").strip()
    if len(words) > WORDS_MAX:
        raise Invalid(f"评价有 {len(words)} 个字，请精简到 {WORDS_MAX} 个字以内。")
    tags = (tag.replace("\x00", "").strip() for tag in rating.tags)
    return Rating(
        satisfaction=rating.satisfaction,
        solved=rating.solved,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        words=words,
    )


def needs_return_visit(rating: Rating) -> bool:
    """R15.3: who is dissatisfied is asked again."""
    return rating.satisfaction <= DISSATISFIED_TO
