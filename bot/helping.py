"""Help: what can be done here, in examples of the workspace's own lines, and whom to ask."""

from bot.examples import TOPICS, Known, examples, topics
from bot.language import Ask, Verb
from bot.lines import Lines
from bot.policy import Member, Policy
from bot.reports import Help

_TRIES = 2
"""How many sentences are offered where nothing was understood."""


class Helper:
    """Teaches by examples."""

    def __init__(self, lines: Lines, policy: Policy) -> None:
        self._lines = lines
        self._policy = policy

    def help(self, person: Member, ask: Ask | None = None, *, welcome: bool = False, whom: bool = False) -> Help:
        """What somebody can type, of one topic or one line if that was named; `whom`: and who may, if they may not."""
        asked = ask or Ask(verb=Verb.HELP)
        known, may_ask = self._known, self._policy.may_ask(person)
        line = asked.lines[0] if len(asked.lines) == 1 and asked.lines[0] in self._lines.names else ""
        return Help(
            lines=self._lines.names,
            examples=examples(known, may_ask=may_ask, topic=asked.what, line=line),
            may_ask=may_ask,
            may_decide=self._policy.may_decide(person),
            welcome=welcome,
            topic=TOPICS.get(asked.what, ""),
            line=line,
            topics=topics(known, may_ask=may_ask),
            askers=self._policy.askers if whom and not may_ask else (),
        )

    def tries(self, person: Member) -> tuple[str, ...]:
        """Sentences to begin with: one that changes something, if they may, and one that looks."""
        shown = examples(self._known, may_ask=self._policy.may_ask(person))
        looks = examples(self._known, may_ask=False)
        return tuple(dict.fromkeys(text for text, _ in [*shown[:1], *looks[:1]]))[:_TRIES]

    @property
    def _known(self) -> list[Known]:
        seen = {name: self._lines.seen(name) for name in self._lines.names}
        return [Known(name, found.facts if found else None) for name, found in seen.items()]
