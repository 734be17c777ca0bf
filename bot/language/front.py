"""The front door: all readings of a sentence, and from them one ask or one question."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from adapters import moment
from bot.language import explicit, forms, holiday
from bot.language.ask import Ask, Choice, KnownLine, Verb
from bot.language.crossroads import Crossroads, LostError, UnclearError, Walk, ask_back, every_walk
from bot.language.lines import ALL, LEADS_TO_A_LINE, Mention, Roster, unknown_names
from bot.language.nearly import DONE_AT_ONCE, mended
from bot.language.normal import LONGEST, TooLongError, plain
from bot.language.readback import canonical
from bot.language.reading import NoLineError, Reading, UnknownLineError
from bot.language.scene import Scene, wall_clock
from bot.language.sentences import label, people_sentence
from bot.language.tokens import Token, compounds, tokenise
from bot.language.vocabulary import is_only_courtesy
from bot.language.words import listed

_NEED_NO_LINE = {
    Verb.STATUS,
    Verb.HISTORY,
    Verb.HELP,
    Verb.HOLIDAYS,
    Verb.UNDO,
    Verb.WITHDRAW,
    Verb.DELEGATE,
    Verb.CREATE,
    Verb.EDIT,
    Verb.FREEZE,
    Verb.THAW,
    Verb.UNKNOWN,
}
_MOST_CHOICES = 4
_ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def warm_up() -> None:
    """Load what the first sentence would wait for."""
    explicit.warm_up()
    now = dt.datetime.now(dt.UTC)
    holiday.warm_up("US", now.year)
    read("close the line on 24 December 9am-5pm for training", now=now, lines=[], zone="America/New_York")


def read(
    text: str,
    *,
    now: dt.datetime,
    lines: Sequence[KnownLine],
    zone: str,
    clock: Literal["12", "24"] = "12",
) -> Ask:
    """What a sentence means at a moment; `zone` is the speaker's, the windows are on the clocks of the lines."""
    try:
        sentence = plain(text)
    except TooLongError:
        return _question(f"That is too long for me. Please say it in at most {LONGEST} characters.")
    tokens = compounds(tokenise(sentence))
    if is_only_courtesy(tokens):
        return Ask(verb=Verb.HELP, readback="help", sentence="Show what you can say.")
    said = _Sentence(sentence, tokens, _roster(tuple(lines)), now, zone, clock)
    ask = said.ask()
    return said.led_on(ask) if ask.question else ask


@lru_cache(maxsize=8)
def _roster(lines: tuple[KnownLine, ...]) -> Roster:
    return Roster(lines)


@dataclass
class _Sentence:
    """A sentence with all it is read against."""

    text: str
    tokens: Sequence[Token]
    roster: Roster
    now: dt.datetime
    speaker_zone: str
    clock: Literal["12", "24"]
    misspelt: list[Mention] = field(default_factory=list)
    is_suggested: bool = False
    """It is read to suggest it, and suggests no further sentences itself: a name may have one like it within."""

    def __post_init__(self) -> None:
        self.zone, self.country = self._home()

    def ask(self) -> Ask:
        """The one meaning of the sentence, or the question back."""
        walks = every_walk(self._walk)
        if self._moved_home(walks):
            walks = every_walk(self._walk)
        found = _distinct([walk for walk in walks if isinstance(walk.result, Ask)])
        if not found:
            return self._unread(next(walk.result for walk in walks if isinstance(walk.result, UnclearError)))
        asks = [walk.result for walk in found if isinstance(walk.result, Ask)]
        must_ask = any(not step.sure for walk in found for step in walk.steps)
        if len(asks) == 1 and not must_ask:
            return self._said_back(asks[0])
        return self._which(asks, _questions(found))

    def led_on(self, question: Ask) -> Ask:
        """A question with the form in which it can be answered as well, and the lines it is about."""
        form = forms.meant(self.tokens)
        if not form or question.lines or question.verb is not Verb.UNKNOWN:
            return question.model_copy(update={"form": form})
        exact = [each for each in self.roster.mentions(self.tokens) if not each.ambiguous]
        names = dict.fromkeys(name for each in exact for name in each.names)
        return question.model_copy(update={"form": form, "lines": tuple(names)})

    def _home(self) -> tuple[str, str]:
        """The zone and the country of the lines that the sentence names; they must be on one clock."""
        named = self._named_lines()
        zones = list(dict.fromkeys(each.zone for each in named))
        countries = [each.country for each in named]
        return (zones[0] if zones else self.speaker_zone), (countries[0] if countries else "US")

    def _moved_home(self, walks: Sequence[Walk[Ask]]) -> bool:
        """Whether the lines that are meant are on another clock than the first one named, say in the reason."""
        names = {name for walk in walks if isinstance(walk.result, Ask) for name in walk.result.lines}
        homes = {(each.zone, each.country) for each in self.roster.lines if each.name in names}
        if len(homes) != 1 or (self.zone, self.country) in homes:
            return False
        self.zone, self.country = homes.pop()
        return True

    def _named_lines(self) -> list[KnownLine]:
        found = self.roster.mentions(self.tokens)
        if not found:
            found = self.misspelt = self.roster.mentions(self.tokens, typos=True)
        names = {name for mention in found for name in (*mention.names, *mention.ambiguous)}
        wanted = [each for each in self.roster.lines if each.name in names or ALL[0] in names]
        return wanted or (list(self.roster.lines) if len(self.roster.lines) == 1 else [])

    def _walk(self, roads: Crossroads) -> Ask:
        scene = self._scene(roads)
        ask, words = Reading(self.text, self.tokens, self.roster, scene).read()
        if not ask.lines and (ask.creation or ask.verb not in _NEED_NO_LINE):
            ask = ask.model_copy(update={"lines": (self._line(roads),)})
        if ask.windows and ask.verb is not Verb.HOLIDAYS:  # each line has its own days
            self._check_one_clock(ask)
        if len(canonical(ask)) > LONGEST:
            ask_back("Those are too many parts for one sentence. Please ask for them one after the other.")
        return ask.model_copy(update={"words": words})

    def _line(self, roads: Crossroads) -> str:
        names = [each.name for each in self.roster.lines]
        if not names:
            ask_back("I know no lines yet. Please name one that is set up.")
        if len(names) == 1:
            return names[0]
        if len(names) > _MOST_CHOICES or len({each.zone for each in self.roster.lines}) > 1:
            msg = "Which line? Please name it."
            raise NoLineError(msg)
        return roads.take(names, "Which line?", sure=False)

    def _check_one_clock(self, ask: Ask) -> None:
        lines = [each for each in self.roster.lines if each.name in ask.lines or ask.lines == ALL]
        if len({each.zone for each in lines}) > 1:
            edges = [edge for window in ask.windows for edge in (window.start, window.end)]
            moments = [{moment(edge, each.zone) for each in lines} for edge in edges if isinstance(edge, dt.datetime)]
            moments.append({wall_clock(self.now, each.zone) for each in lines})
            if any(len(each) > 1 for each in moments):
                ask_back("Those lines are in different time zones. Please ask for them one by one.")

    def _said_back(self, ask: Ask) -> Ask:
        sentence = people_sentence(ask, self._scene(), self.clock, self._misread(ask))
        return ask.model_copy(update={"readback": canonical(ask), "sentence": sentence})

    def _scene(self, roads: Crossroads | None = None) -> Scene:
        return Scene(
            now=wall_clock(self.now, self.zone),
            zone=self.zone,
            speaker_zone=self.speaker_zone,
            country=self.country,
            exact=self.clock == "24" or bool(_ISO_DATE.search(self.text)),
            one_stretch=frozenset(each.name for each in self.roster.lines if each.one_stretch),
            roads=roads or Crossroads(),
        )

    def _misread(self, ask: Ask) -> list[tuple[str, str]]:
        """Names that were typed with a mistake, and how they were read."""
        return [(each.misread, each.names[0]) for each in self.misspelt if each.names[0] in ask.lines]

    def _which(self, asks: Sequence[Ask], question: str) -> Ask:
        choices = []
        if len(asks) <= _MOST_CHOICES:
            labels = [label(each, asks, self._scene(), self.clock) for each in asks]
            if len(set(labels)) < len(asks):  # they differ in more than what tells most asks apart
                labels = [people_sentence(each, self._scene(), self.clock) for each in asks]
            choices = [Choice(label=said, text=canonical(each)) for said, each in zip(labels, asks, strict=True)]
        first = asks[0]
        return Ask(verb=first.verb, lines=_common(asks), question=question, choices=tuple(choices), words=first.words)

    def _unread(self, error: UnclearError) -> Ask:
        lost = isinstance(error, LostError)
        if not self.is_suggested and (which := self._of_which()):
            return which
        if self.is_suggested or not isinstance(error, NoLineError):
            return _question(str(error), lost=lost)
        choices = self._like(error) if isinstance(error, UnknownLineError) else ()
        if choices:
            return _question(f"{error} Which line is meant?", choices, lost=True)
        if isinstance(error, LostError) and (meant := self._mended(error.fact)):
            return meant
        wanted = self._no_such_line()
        names = ", ".join(each.name for each in self.roster.lines)
        return _question(f"There is no line “{wanted}”. The lines are: {names}." if wanted else str(error), lost=lost)

    def _of_which(self) -> Ask | None:
        """Which line is meant, where a sentence ends with "on" or "of" and lacks nothing else."""
        if self.tokens[-1].text not in LEADS_TO_A_LINE or not self.roster.lines:
            return None
        names = [each.name for each in self.roster.lines]
        asks = [(name, self._anew(f"{self.text} {name}")) for name in names[:_MOST_CHOICES]]
        if any(ask.question is not None or ask.lines != (name,) for name, ask in asks):
            return None
        choices = [Choice(label=name, text=ask.readback) for name, ask in asks]
        first = asks[0][1]
        if len(names) > _MOST_CHOICES:
            return Ask(verb=first.verb, question="Which line? Please name it.")
        return Ask(verb=first.verb, question="Which line?", choices=tuple(choices))

    def _no_such_line(self) -> str | None:
        """Words that name no line where one would make a sentence that can be read."""
        if not self.roster.lines or self.roster.mentions(self.tokens):
            return None
        name = self.roster.lines[0].name
        for start, end in unknown_names(self.tokens):
            first, last = self.tokens[start], self.tokens[end - 1]
            ask = self._named(name, first.start, last.end)
            if ask.question is None and name in ask.lines and ask.verb is not Verb.HELP:
                return self.text[first.start : last.end]
        return None

    def _named(self, name: str, start: int, end: int) -> Ask:
        """The sentence as it reads with a line's name in the place of some words."""
        return self._anew(f"{self.text[:start]}{name}{self.text[end:]}")

    def _anew(self, text: str) -> Ask:
        """Another sentence, said by the same person of the same lines."""
        return replace(self, text=text, tokens=compounds(tokenise(text)), misspelt=[], is_suggested=True).ask()

    def _like(self, error: UnknownLineError) -> Sequence[Choice]:
        """The sentence read for each name that is like the one typed."""
        asks = [(name, self._named(name, error.start, error.end)) for name in error.near]
        return [Choice(label=name, text=ask.readback) for name, ask in asks if ask.question is None]

    def _mended(self, fact: str) -> Ask | None:
        """The sentence with its words of what to do as they may have been meant, where that can be understood.

        One that still lacks something is asked about along with it.
        """
        read = [(text, self._anew(text)) for text in mended(self.text, self.tokens)]
        asks = [(text, ask) for text, ask in read if ask.verb not in DONE_AT_ONCE]
        whole = {ask.readback: text for text, ask in reversed(asks) if ask.question is None}
        if whole:
            choices = [Choice(label=label, text=text) for text, label in reversed(whole.items())]
            meant = listed([f"“{each.label}”" for each in choices], "or")
            return _question(f"{fact} Did you mean {meant}?", choices, lost=True)
        begun = [(text, ask) for text, ask in asks if not ask.lost]
        if not begun:
            return None
        text, ask = begun[0]
        return _question(f"{fact} Did you mean “{text}”? {ask.question}", ask.choices, lost=True)


def _question(question: str, choices: Sequence[Choice] = (), *, lost: bool = False) -> Ask:
    return Ask(verb=Verb.UNKNOWN, question=question, choices=tuple(choices), lost=lost)


def _distinct(walks: Sequence[Walk[Ask]]) -> list[Walk[Ask]]:
    """The walks that mean different things."""
    if len(walks) < 2:
        return list(walks)
    found: dict[str, Walk[Ask]] = {}
    for walk in walks:
        if isinstance(walk.result, Ask):
            found.setdefault(walk.result.model_copy(update={"words": ()}).model_dump_json(), walk)
    return list(found.values())


def _questions(walks: Sequence[Walk[Ask]]) -> str:
    """The questions at which the walks part."""
    questions = []
    for walk in walks:
        for depth, step in enumerate(walk.steps):
            ways = {other.path[depth] for other in walks if len(other.path) > depth}
            if (len(ways) > 1 or not step.sure) and step.question not in questions:
                questions.append(step.question)
    return " ".join(questions[:2]) or "Which one is meant?"


def _common(asks: Sequence[Ask]) -> tuple[str, ...]:
    return asks[0].lines if all(each.lines == asks[0].lines for each in asks) else ()
