"""A sentence taken apart: every word becomes a line, a deed, a word about time, a courtesy or a reason, or stays unknown."""  # noqa: E501

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bot.language.crossroads import ask_back
from bot.language.holiday import holiday_at
from bot.language.items import ClockItem, DaysItem, Item, Joint, LengthItem, PartItem, RestItem, items_at
from bot.language.lines import ALL, WORDS_FOR_A_LINE, Mention, Roster
from bot.language.scene import Scene
from bot.language.tokens import Token
from bot.language.vocabulary import AROUND_REASONS, DEEDS, POLITE, REASONS, SENTENCE_ENDS, is_about_time

_LONGEST_TAIL = 16
_BARE_UNITS = frozenset(("hour", "day", "week"))
"""What is no length by itself behind other words of a reason: "for the team day"."""
Words: TypeAlias = tuple[tuple[str, str], ...]


@dataclass
class Parts:
    """What the words of a sentence became, in their order."""

    items: list[Item] = field(default_factory=list)
    deeds: list[tuple[str, int, str]] = field(default_factory=list)
    """Name, place among the items, and words of each."""
    mentions: list[Mention] = field(default_factory=list)
    unknown: list[Token] = field(default_factory=list)
    reason: str = ""
    words: list[tuple[str, str]] = field(default_factory=list)

    @property
    def deed_names(self) -> frozenset[str]:
        """All that is to be done."""
        return frozenset(name for name, _, _ in self.deeds)

    @property
    def names_days(self) -> bool:
        """A day was said."""
        return any(isinstance(each, (DaysItem, RestItem)) for each in self.items)

    @property
    def names_times(self) -> bool:
        """A time of day or a length was said."""
        return any(isinstance(each, (ClockItem, PartItem, LengthItem)) for each in self.items)


class Scanner:
    """A walk along the tokens that lets the first reader which knows a word take it."""

    def __init__(self, text: str, tokens: Sequence[Token], roster: Roster, scene: Scene) -> None:
        self.text = text
        self.tokens = tokens
        self.roster = roster
        self.scene = scene
        self.parts = Parts()
        self._read: dict[tuple[int, str | type], tuple[tuple[Item, ...], int] | None] = {}

    def scan(self) -> Parts:
        """The parts of the whole sentence."""
        at = 0
        while at < len(self.tokens):
            at = self._next(at)
        return self.parts

    def _next(self, at: int) -> int:
        for reader in (
            self._line, self._courtesy, self._deed, self._sentence, self._reason, self._time, self._for_reason,
            self._filler, self._misspelt_line,
        ):  # fmt: skip
            end = reader(at)
            if end is not None:
                return end
        self.parts.unknown.append(self.tokens[at])
        self._became(at, at + 1, "not understood")
        return at + 1

    def _line(self, at: int) -> int | None:
        mention = self.roster.mention(self.tokens, at)
        if mention is None:
            return None
        if self._may_be_why(mention) and not self._is_line_as_well(mention):
            return self._reason_from(at, at + 1, strong=False)
        return self._mentioned(mention)

    def _may_be_why(self, mention: Mention) -> bool:
        """Whether a name may say why, as in "close support 12-1 for lunch" where there is a line called Lunch."""
        why = self.tokens[mention.start].text == "for" and self.tokens[mention.end - 1].text not in WORDS_FOR_A_LINE
        return why and bool(self.parts.deeds) and bool(self.parts.mentions)

    def _is_line_as_well(self, mention: Mention) -> bool:
        named = {name for each in self.parts.mentions for name in each.names}
        if ALL[0] in named or named.issuperset(mention.names):
            return False
        question = f"Is “{self._words(mention.start + 1, mention.end)}” a line as well, or the reason?"
        return self.scene.roads.take([True, False], question, sure=False)

    def _misspelt_line(self, at: int) -> int | None:
        mention = self.roster.mention(self.tokens, at, typos=True)
        return self._mentioned(mention) if mention else None

    def _mentioned(self, mention: Mention) -> int:
        self.parts.mentions.append(mention)
        names = "all lines" if mention.names == ("*",) else ", ".join(mention.names)
        self._became(mention.start, mention.end, f"line {names}")
        return mention.end

    def _courtesy(self, at: int) -> int | None:
        found = POLITE.at(self.tokens, at)
        if found is None or (found[0] != "politeness" and found[1] - at < 2):
            return None
        deed = DEEDS.at(self.tokens, at)
        if deed and deed[1] >= found[1]:
            return None
        self._became(at, found[1], found[0])
        return found[1]

    def _deed(self, at: int) -> int | None:
        found = DEEDS.at(self.tokens, at)
        if found is None:
            return None
        name, end = found
        time = self._items(at)
        if time and time[1] > end:
            return None
        text = self._words(at, end)
        self.parts.deeds.append((name, len(self.parts.items), text))
        self._became(at, end, name)
        return end

    def _sentence(self, at: int) -> int | None:
        """What follows the end of a sentence is its reason, unless it is mere courtesy."""
        if self.tokens[at].text not in SENTENCE_ENDS or at == 0:
            return None
        if at + 1 < len(self.tokens) and (self.tokens[at + 1].glued or self._strong(at + 1)):
            return None
        rest = at + 1
        while rest < len(self.tokens) and (found := POLITE.at(self.tokens, rest)):
            rest = found[1]
        if rest >= len(self.tokens) or not self.parts.deeds:
            return None
        if self._is_another_ask(rest):
            ask_back("That is more than one thing. Please say them one at a time.")
        return self._reason_from(at, at + 1, strong=True)

    def _is_another_ask(self, start: int) -> bool:
        places = range(start, len(self.tokens))
        deeds = [at for at in places if DEEDS.at(self.tokens, at)]
        return bool(deeds) and (deeds[0] == start or any(self.roster.mention(self.tokens, at) for at in places))

    def _reason(self, at: int) -> int | None:
        found = REASONS.at(self.tokens, at)
        if found and found[1] < len(self.tokens):
            return self._reason_from(at, found[1], strong=True)
        token = self.tokens[at]
        if at + 1 >= len(self.tokens) or at == 0:
            return None
        spaced = not token.glued and not self.tokens[at + 1].glued
        if token.text == "-" and spaced and not self._items(at + 1):
            return self._reason_from(at, at + 1, strong=True)
        if token.text == "(" and not self._items(at + 1):
            return self._reason_from(at, at + 1, strong=True)
        return None

    def _for_reason(self, at: int) -> int | None:
        if self.tokens[at].text != "for" or at + 1 >= len(self.tokens):
            return None
        return self._reason_from(at, at + 1, strong=False)

    def _time(self, at: int) -> int | None:
        found = self._items(at)
        if found is None:
            return None
        items, end = found
        if isinstance(items[0], Joint) and items[0].name == "for" and not self._items(end):
            return None
        if self._is_occasion(items, end):
            return self._reason_from(at, at + 1, strong=False)
        text = self._words(at, end)
        self.parts.items.extend(replace(each, text=text) for each in items)
        self._became(at, end, "when")
        return end

    def _is_occasion(self, items: tuple[Item, ...], end: int) -> bool:
        """Whether "for Thanksgiving" says why: a date was named before, or "party" follows."""
        if not isinstance(items[0], Joint) or items[0].name != "for":
            return False
        following = self._items(end)
        if following is None or not isinstance(following[0][0], DaysItem):
            return False
        after = following[1]
        leads_on = after < len(self.tokens) and self.tokens[after].kind == "word" and not self._is_understood(after)
        return leads_on or (self.parts.names_days and holiday_at(self.tokens, end, self.scene) is not None)

    def _is_understood(self, at: int) -> bool:
        readers = (POLITE.at(self.tokens, at), DEEDS.at(self.tokens, at), REASONS.at(self.tokens, at), self._items(at))
        return any(readers) or self.roster.mention(self.tokens, at) is not None

    def _reason_from(self, at: int, start: int, *, strong: bool) -> int:
        """The reason from a token on; words about time at its very end may belong to the sentence instead."""
        tail = self._tail(start)
        whole = len(self.tokens)
        end = whole
        if tail is not None:
            said = self.parts.names_days, self.parts.names_times
            adds = Scanner(self.text, self.tokens[tail:], self.roster, self.scene).scan()
            fits = not (said[0] and adds.names_days) and not (said[1] and adds.names_times)
            if not any(said) or (fits and not strong):
                end = tail
                if not (said[0] or adds.names_days) and any(
                    is_about_time(each.text) for each in self.tokens[start:tail]
                ):
                    ask_back("Which day is meant? Please say it before the reason.")
            else:
                end = self.scene.roads.take([whole, tail], "Does the end of the sentence say when, or why?")
        words = self.text[self.tokens[start].start : self.tokens[end - 1].end]
        reason = words.strip(AROUND_REASONS)
        self.parts.reason = f"{self.parts.reason}; {reason}" if self.parts.reason else reason
        self._became(at, end, "reason")
        return end

    def _tail(self, start: int) -> int | None:
        """Where the words about time at the very end begin, after at least one other word."""
        last = len(self.tokens)
        for at in range(max(start + 1, last - _LONGEST_TAIL), last):
            if self.tokens[at].text not in _BARE_UNITS and self._all_time(at):
                return at
        return None

    def _all_time(self, at: int) -> bool:
        strong = False
        while at < len(self.tokens):
            found = self._items(at)
            if found is None:
                if self.tokens[at].text in {".", "!", "?"} and at + 1 == len(self.tokens):
                    return strong
                mention = self.roster.mention(self.tokens, at)
                if mention is None or not strong:
                    return False
                at = mention.end
                continue
            strong = strong or any(isinstance(each, (DaysItem, ClockItem, RestItem, LengthItem)) for each in found[0])
            at = found[1]
        return strong

    def _filler(self, at: int) -> int | None:
        found = POLITE.at(self.tokens, at)
        if found is None:
            return None
        self._became(at, found[1], found[0])
        return found[1]

    def _strong(self, at: int) -> bool:
        """Whether words about time begin here, and not with a mere joint."""
        found = self._items(at)
        return found is not None and not isinstance(found[0][0], Joint)

    def _items(self, at: int) -> tuple[tuple[Item, ...], int] | None:
        before = self.parts.items[-1] if self.parts.items else None
        key = at, before.name if isinstance(before, Joint) else type(before)
        if key not in self._read:
            self._read[key] = items_at(self.tokens, at, self.scene, before)
        return self._read[key]

    def _words(self, at: int, end: int) -> str:
        return self.text[self.tokens[at].start : self.tokens[end - 1].end]

    def _became(self, at: int, end: int, what: str) -> None:
        words = self.parts.words
        if words and what in {"when", "not understood"} and words[-1][1] == what:
            words[-1] = (f"{words[-1][0]} {self._words(at, end)}", what)
        else:
            words.append((self._words(at, end), what))
