"""The assistant over a knowledge base in memory, without a database: for figures over many questions."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from helpline import app
from helpline.assistant import flow
from helpline.assistant.model import Asks, Chose, Context, NotHelped, Reply
from helpline.kit.ids import new_id
from helpline.knowledge.model import Content, EntryId, Hit, Kind, Shown, State
from helpline.knowledge.search import Searchable, SearchIndex, Wish

LOOKED_AT = 6


def content(title: str, answer: str, *, system: str = "etax_bureau", wordings: Sequence[str] = ()) -> Content:
    """An entry with no more than what is sought in."""
    return Content(
        system=system,
        kind=Kind.OPERATION,
        topic="other",
        title=title,
        answer=answer,
        source="测试资料",
        wordings=tuple(wordings),
    )


class Scratch:
    """Entries are numbered K-0001… in their order."""

    def __init__(self, contents: Sequence[Content]) -> None:
        self.shown = [
            Shown(
                entry_id=EntryId(new_id()),
                number=f"K-{number:04d}",
                version=1,
                content=each,
                state=State.PUBLISHED,
                system_name="",
                topic_name="",
                reviewed_at=None,
            )
            for number, each in enumerate(contents, start=1)
        ]
        self._by_id = {each.entry_id: each for each in self.shown}
        self._index = SearchIndex([_searchable(each) for each in self.shown])

    def hits(self, question: str) -> list[Hit]:
        """What a search finds."""
        return [
            Hit(
                shown=self._by_id[found.entry_id],
                score=found.score,
                coverage=found.coverage,
                matched=found.matched,
                layers=found.layers,
            )
            for found in self._index.find(question, Wish(limit=LOOKED_AT))
        ]

    def ask(self, text: str, context: Context | None = None) -> Reply:
        """What the assistant replies."""
        context = context or Context()
        match flow.intent(text, context):
            case Asks(question):
                return flow.decide(question, self.hits(question), context)
            case Chose(number):
                return flow.shown(next(each for each in self.shown if each.number == number), None, "")
            case NotHelped():
                return flow.after_failure(self.hits(context.question), context)
            case meant:
                return flow.spoken(meant)


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """The names of the systems of article 3, as the first migration enters them."""
    sql = (Path(app.__file__).parent / "migrations" / "versions" / "0006_knowledge.sql").read_text()
    rows = re.findall(r"\('(\w+)', '([^']+)', '([^']+)', '\{([^}]*)\}'", sql)
    return {code: (name, short, *aliases.split(",")) for code, name, short, aliases in rows}


def _searchable(shown: Shown) -> Searchable:
    said = shown.content
    return Searchable(
        entry_id=shown.entry_id,
        system=said.system,
        system_names=_names().get(said.system, ()),
        title=said.title,
        wordings=said.wordings,
        keywords=said.keywords,
        answer=said.answer,
    )
