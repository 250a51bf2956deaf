"""A post in a few words, for lists."""

from helpline.conversations.model import (
    AnswerPost,
    Attached,
    Choices,
    Content,
    Notice,
    Picture,
    Text,
    WaitChoice,
    WaitQuestion,
)

LONGEST = 80


def of(content: Content) -> str:
    """One line of at most 80 characters."""
    return _words(content).replace("\n", " ")[:LONGEST]


def _words(content: Content) -> str:
    match content:
        case Text() | Notice() | WaitQuestion() | WaitChoice() | Choices():
            return content.text
        case Picture():
            return "[图片]"
        case Attached():
            return f"[文件] {content.name}"
        case AnswerPost():
            return content.title
