"""One walk through a sentence: from its tokens to one ask, or to the reason why there is none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TypeAlias

from bot.language.answering import WHAT_TO_SAY
from bot.language.ask import Ask, Verb
from bot.language.commands import COMMANDS, DELEGATIONS, OPTIONS, Table
from bot.language.crossroads import LostError, UnclearError, ask_back
from bot.language.dated import Dated
from bot.language.fillings import Fields, Words
from bot.language.items import Joint, items_at
from bot.language.lines import ALL, Mention, Roster
from bot.language.lookback import Lookback, as_past, asks_who, looked_back, which_lines
from bot.language.phrases import Phrases
from bot.language.readback import canonical
from bot.language.scan import Parts, Scanner
from bot.language.scene import Scene
from bot.language.tokens import Token
from bot.language.urgency import exclaims, without_urgency
from bot.language.vocabulary import AROUND_REASONS, DEEDS, POLITE, REASONS, SENTENCE_ENDS, asks
from bot.language.words import listed

WordList: TypeAlias = tuple[tuple[str, str], ...]
_MENUS = Phrases(
    {
        "closed": "in the closed menu|on the closed menu|from the closed menu|closed menu|when closed|while closed|"
        "when we're closed|while we're closed|when we are closed|after hours|when it's closed|outside hours|"
        "out of hours|when the line is closed",
        "open": "in the open menu|on the open menu|from the open menu|open menu|when open|while open|during hours|"
        "when we're open|while we're open|when we are open|when nobody answers|when no one answers|"
        "if nobody answers|if no one answers|when the line is open",
        "both": "in both menus|on both menus|from both menus|both menus|open and closed",
    }
)
_OF_KEYS = frozenset((Verb.MENU, Verb.REMOVE_KEY, Verb.CALLBACK))
_UNHURRIED = frozenset(
    (Verb.STATUS, Verb.SIMULATE, Verb.HISTORY, Verb.HELP, Verb.WITHDRAW, Verb.DELEGATE, Verb.CREATE, Verb.EDIT,
     Verb.FREEZE, Verb.THAW, Verb.UNKNOWN)
)  # fmt: skip
"""What an exclamation mark makes no more urgent."""
_LOOKS = Phrases(
    {
        Verb.SIMULATE: "simulate|what happens if someone calls|what happens if somebody calls|what happens if i call|"
        "what happens when someone calls|what if someone calls|what do callers hear on|what do callers hear|"
        "what do callers get on|what do callers get|what would callers hear on|what would callers hear|"
        "what happens to calls on|what happens to calls to|what happens if people call|"
        "what will callers hear on|what will callers hear|what happens if a customer calls",
        Verb.HISTORY: "history of|history|history for|log|log of|what changed on|what changed|who changed|"
        "what happened on|what happened to|what happened|show history|show history of|show the history of|"
        "changes on|changes to|show changes|who closed|who opened|what has changed|what's changed|changes by|"
        "who has changed|who reopened|who did|who touched|what did",
        Verb.STATUS: "status|state",
    }
)


@dataclass(frozen=True)
class Reading:
    """A sentence about to be read."""

    text: str
    tokens: Sequence[Token]
    roster: Roster
    scene: Scene
    names: tuple[str, ...] | None = None
    """The lines, where they were settled before."""

    def read(self) -> tuple[Ask, WordList]:
        """The ask, still without what is said back, and which words became what."""
        end = _courtesy_start(self.tokens)
        courtesy = tuple((each.text, "politeness") for each in self.tokens[end:] if each.kind == "word")
        tokens, urgent = without_urgency(self.tokens[:end])
        ask, words = self._read(tokens)
        urgent = urgent or (ask.verb not in _UNHURRIED and exclaims(self.tokens))
        return (ask.model_copy(update={"urgent": True}) if urgent else ask), (*words, *courtesy)

    def _read(self, tokens: Sequence[Token]) -> tuple[Ask, WordList]:
        self._check_one_thing(tokens)
        found = (
            self._by_command(tokens, COMMANDS)
            or self._look(tokens)
            or self._delegation(tokens)
            or self._by_command(tokens, OPTIONS)
        )
        if found is not None:
            return found
        parts = Scanner(self.text, tokens, self.roster, self.scene).scan()
        return self._dated(parts), tuple(parts.words)

    def _check_one_thing(self, tokens: Sequence[Token]) -> None:
        """Ask back where a key is to change and callers are to be told: the words may end anywhere."""
        at = next((at for at in range(1, len(tokens) - 2) if _tells_callers(tokens, at)), None)
        found = self._by_command(tokens[:at], COMMANDS) if at else None
        if at is None or found is None or found[0].verb not in _OF_KEYS:
            return
        last = next((each for each in self.roster.mentions(tokens[at:]) if at + each.end == len(tokens)), None)
        names = found[0].lines or (last.names if last else ())
        end = at + last.start if last and last.led and not found[0].lines else len(tokens)
        words = self.text[tokens[at + 2].start : tokens[end - 1].end].strip(' "')
        words = "" if words in {"it", "so", "that"} else words
        key = canonical(found[0].model_copy(update={"lines": names}))
        ask_back(f"That is two things. Ask for the key first: {key}. Then say: {self._hearing(names, words)}")

    def _hearing(self, names: tuple[str, ...], words: str = "") -> str:
        """How to say what callers of a line are to hear, with an example where the words are missing."""
        known = [each.name for each in self.roster.lines]
        name = next((each for each in (*names, *known) if each in known), "support")
        return f'callers of {name} should hear "{words or "Thank you for calling."}"'

    def _delegation(self, tokens: Sequence[Token]) -> tuple[Ask, WordList] | None:
        """Who decides in one's place, and when."""
        if not any(each.kind == "person" for each in tokens):
            return None
        for at in range(len(tokens), 0, -1):
            found = DELEGATIONS.find(Words(self.text, tokens[:at], self.roster, self.scene.today))
            if found is None:
                continue
            parts = Scanner(self.text, tokens[at:], self.roster, self.scene).scan()
            _refuse_unknown(parts, self.roster)
            if parts.deeds or parts.mentions or parts.reason:
                return None
            when = Dated(parts, self.scene, ()).look(Verb.DELEGATE)
            words = self.text[tokens[0].start : tokens[at - 1].end]
            return when.model_copy(update=found[1]), ((words, Verb.DELEGATE.value), *parts.words)
        return None

    def _dated(self, parts: Parts) -> Ask:
        _refuse_unknown(parts, self.roster)
        if not parts.deeds:
            fact = "I do not know what to do."
            raise LostError(fact, "For example: close support Saturday. Say help for more.")
        return Dated(parts, self.scene, self._lines(parts.mentions)).change()

    def _look(self, tokens: Sequence[Token]) -> tuple[Ask, WordList] | None:
        found = _LOOKS.at(tokens, _courtesy_end(tokens))
        if found:
            return self._which(
                tokens, self._looked(tokens[found[1] :], found[0], self.text[: tokens[found[1] - 1].end])
            )
        if asks(tokens):
            return self._which(tokens, self._looked(_after_question_words(tokens), Verb.STATUS, ""))
        return None

    def _which(self, tokens: Sequence[Token], looked: tuple[Ask, WordList]) -> tuple[Ask, WordList]:
        """A question with whether only lines that are open, or closed, are asked for."""
        ask, words = looked
        wanted = which_lines(tokens) if ask.verb is Verb.STATUS and ask.lines in {(), ALL} else None
        return (ask if wanted is None else ask.model_copy(update={"on": wanted, "lines": ()})), words

    def _looked(self, tokens: Sequence[Token], verb: Verb, words: str) -> tuple[Ask, WordList]:
        back = (
            looked_back(self.text, tokens, self.scene, self.roster) if verb is Verb.HISTORY else Lookback(tuple(tokens))
        )
        scene = replace(self.scene, looks_back=verb is Verb.HISTORY)
        parts = Scanner(self.text, back.tokens, self.roster, scene).scan()
        _refuse_unknown(parts, self.roster)
        if parts.deed_names - {"open", "close", "hours", "set", "keep", "again", "reopen"} or parts.reason:
            ask_back("I do not understand the question. For example: status support.")
        ask = Dated(parts, scene, self._lines(parts.mentions)).look(verb)
        if verb is Verb.HISTORY:
            ask = self._as_past(ask, back, scene, changes=asks_who(words))
        return ask, (((words, verb.value),) if words else ()) + tuple(parts.words)

    def _as_past(self, ask: Ask, back: Lookback, scene: Scene, *, changes: bool) -> Ask:
        """An ask for the history with all that was said of it."""
        windows = as_past(ask.windows, self.tokens, scene)
        if back.window and windows:
            ask_back("Since when? Please name one time.")
        if back.window:
            windows = (back.window,)
        if back.since and len(windows) == 1:
            windows = (windows[0].model_copy(update={"end": None}),)
        more = {"people": back.people, "request": back.request, "changes": changes}
        return ask.model_copy(update={"windows": windows, **more})

    def _by_command(self, tokens: Sequence[Token], table: Table) -> tuple[Ask, WordList] | None:
        """The command that the sentence is, once lines, menu and reason are taken out."""
        if not table.possible(tokens):
            return None
        tokens = tokens[_courtesy_end(tokens) :]
        for head, reason in chain(_reasons(self.text, tokens), self._for_reasons(tokens)):
            without_menu, menu = _without(head, _MENUS)
            for rest, mention in self._without_lines(without_menu):
                found = table.find(Words(self.text, rest, self.roster, self.scene.today))
                if found is not None and not (mention and self._names_something_else(*found, mention)):
                    names = self._lines([mention] if mention else [])
                    return self._asked(*found, menu, names, reason), self._command_words(
                        found[0], rest, mention, reason
                    )
        return None

    def _for_reasons(self, tokens: Sequence[Token]) -> Iterator[tuple[Sequence[Token], str]]:
        """The sentence without what stands behind the line and "for", unless that says when, or what else to do."""
        for at in range(1, len(tokens) - 1):
            behind = tokens[at + 1 :]
            if tokens[at].text != "for" or all(each.end != at for each in self.roster.mentions(tokens[:at])):
                continue
            if not self.roster.mentions(behind) and not any(map(partial(self._says_more, behind), range(len(behind)))):
                yield tokens[:at], self.text[behind[0].start : behind[-1].end].strip(AROUND_REASONS)

    def _says_more(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a word says what to do, or when."""
        time = items_at(tokens, at, self.scene, None)
        return DEEDS.at(tokens, at) is not None or (time is not None and not isinstance(time[0][0], Joint))

    def _names_something_else(self, verb: Verb, fields: Fields, mention: Mention) -> bool:
        """Whether the name of a line is not said of that line here: a new one is called so, or it is in a reason."""
        if verb is Verb.FREEZE and mention.names != ALL and "reason" not in fields:
            ask_back("A freeze stops all applying, on every line. Say freeze, and why, if that is what you want.")
        return verb is Verb.CREATE or (verb is Verb.FREEZE and mention.names != ALL)

    def _asked(self, verb: Verb, fields: Fields, menu: str | None, names: tuple[str, ...], reason: str) -> Ask:
        if verb is Verb.GREETING and "value" not in fields:
            ask_back(f"{WHAT_TO_SAY} Say, for example: {self._hearing(names)}")
        if verb is Verb.MENU and "key" not in fields:
            menu = menu or self.scene.roads.take(["open", "closed"], "While the line is open, or while it is closed?")
        if menu and verb is Verb.STATUS:
            menu = None
        if menu and verb is Verb.EDIT:
            fields, menu = {**fields, "form": fields["form"] or "menu"}, None if menu == "open" else menu
        elif menu and verb not in {Verb.MENU, Verb.REMOVE_KEY, Verb.GREETING}:
            ask_back(f"A menu has nothing to do with {verb.value}.")
        if menu:
            fields = {**fields, "menu": menu}
        if verb in {Verb.FREEZE, Verb.THAW}:
            names = ()
        return Ask.model_validate({"verb": verb, "lines": names, "reason": reason, **fields})

    def _command_words(self, verb: Verb, rest: Sequence[Token], mention: Mention | None, reason: str) -> WordList:
        words = [(" ".join(self.text[each.start : each.end] for each in rest), verb.value)] if rest else []
        if mention:
            words.append((", ".join(mention.names), "line"))
        if reason:
            words.append((reason, "reason"))
        return tuple(words)

    def _without_lines(self, tokens: Sequence[Token]) -> Iterable[tuple[Sequence[Token], Mention | None]]:
        """The sentence without the lines it names: led by a preposition first, then without, then as it stands."""
        exact = [found for at in range(len(tokens)) if (found := self.roster.mention(tokens, at))]
        near = [
            found for at in range(len(tokens)) if (found := self.roster.mention(tokens, at, typos=True)) not in exact
        ]
        ordered = (
            sorted(exact, key=lambda each: (not each.led, -each.start)),
            [each for each in near if each and each.led],
        )
        for mention in chain(*ordered):
            rest = (*tokens[: mention.start], *tokens[mention.end :])
            start = next((at for at, each in enumerate(rest) if each.text not in {",", ":", "-"}), len(rest))
            yield rest[start:], mention
        yield tokens, None

    def _lines(self, mentions: Sequence[Mention]) -> tuple[str, ...]:
        if self.names is not None:
            return self.names
        names: list[str] = []
        for mention in mentions:
            found = mention.names
            if mention.ambiguous:
                found = (self.scene.roads.take(list(mention.ambiguous), "Which line is meant?"),)
            names += [name for name in found if name not in names]
        return ALL if ALL[0] in names else tuple(names)


def _tells_callers(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text == "and" and tokens[at + 1].text in {"say", "announce", "play"}


def _refuse_unknown(parts: Parts, roster: Roster) -> None:
    words = [each for each in parts.unknown if each.kind != "mark" or each.text not in "'\""]
    if not words:
        return
    said = listed([f'"{each.text}"' for each in words[:4]])
    near = roster.closest(" ".join(each.text for each in words if each.kind in {"word", "number"}))
    if not parts.mentions and parts.deeds and near and all(each.kind in {"word", "number"} for each in words):
        raise UnknownLineError(said, tuple(near), words[0].start, words[-1].end)
    why = "If it is why, say it with for, because or a dash. " if parts.deeds and parts.mentions else ""
    fact = f"I do not understand {said}."
    raise UnknownWordsError(fact, f"{why}Type /line help for examples.")


class NoLineError(UnclearError):
    """A line is lacking, and words may be there that were meant for one."""


class UnknownWordsError(NoLineError, LostError):
    """Words are there that nothing is said with; they may have been meant for a line."""


class UnknownLineError(UnknownWordsError):
    """A line was named that is not known; some names are like it."""

    def __init__(self, said: str, near: tuple[str, ...], start: int, end: int) -> None:
        super().__init__(f"I know no line called {said}.")
        self.near, self.start, self.end = near, start, end


def _courtesy_end(tokens: Sequence[Token]) -> int:
    at = 0
    while at < len(tokens):
        found = POLITE.at(tokens, at)
        if found and found[0] == "politeness":
            at = found[1]
        elif at and tokens[at].text in {",", "!", "."}:
            at += 1
        else:
            break
    return at


def _courtesy_start(tokens: Sequence[Token]) -> int:
    """Where the courtesy at the end begins."""
    end = len(tokens)
    while end > 1:
        for count in (3, 2, 1):
            words = tuple(each.text for each in tokens[end - count : end])
            if POLITE.get(words) == "politeness" or words in {("!",), (".",)}:
                end -= count
                break
        else:
            break
    return end


def _without(tokens: Sequence[Token], phrases: Phrases[str]) -> tuple[tuple[Token, ...], str | None]:
    """The tokens without the first phrase of a table, and what that phrase means."""
    for at in range(len(tokens)):
        found = phrases.at(tokens, at)
        if found:
            return (*tokens[:at], *tokens[found[1] :]), found[0]
    return tuple(tokens), None


def _reasons(text: str, tokens: Sequence[Token]) -> Iterable[tuple[Sequence[Token], str]]:
    """The sentence as it stands, and without the reason behind a mark."""
    yield tokens, ""
    for at in range(1, len(tokens) - 1):
        spaced = not tokens[at].glued and not tokens[at + 1].glued
        found = REASONS.at(tokens, at) if tokens[at].text in _CLEAR_REASONS else None
        start = found[1] if found else at + 1
        if found or (tokens[at].text == "-" and spaced) or tokens[at].text in SENTENCE_ENDS:
            if start < len(tokens):
                yield tokens[:at], text[tokens[start].start : tokens[-1].end].strip(AROUND_REASONS)
            return


_CLEAR_REASONS = frozenset(("because", "due", "reason", "owing"))
_QUESTION_WORDS = frozenset(
    ("is", "are", "was", "were", "will", "does", "do", "did", "when", "what", "what's", "whats", "how", "when's",
     "how's", "show", "check", "tell", "me", "there", "anyone", "someone", "anybody", "still", "currently", "time",
     "times", "isn't", "if", "whether", "display", "list", "which", "today's", "be")
)  # fmt: skip


def _after_question_words(tokens: Sequence[Token]) -> Sequence[Token]:
    return [each for each in tokens if each.text not in _QUESTION_WORDS and each.text != "?"]
