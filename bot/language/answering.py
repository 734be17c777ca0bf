"""What somebody types in answer to a question: one of its choices, or the piece that a sentence lacks. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence

from bot.language.lines import LEADS_TO_A_LINE
from bot.language.normal import TooLongError, plain

_LEADS = frozenset(
    ("until", "till", "til", "from", "on", "at", "in", "for", "to", "between", "through", "because", "every", "with",
     "after", "before", "and", "as", "of", "-", ":")
)  # fmt: skip
"""Words that join a piece to a sentence by themselves."""
_JOINTS = ("on", "until", "from", "at", "to")
_YES = frozenset(("yes", "y", "yep", "yeah", "ok", "okay", "sure", "right", "correct", "exactly", "yes please"))
_PLAIN_NO = frozenset(("no", "n", "nope"))
_NO = _PLAIN_NO | frozenset(
    ("never mind", "nevermind", "cancel", "cancel that", "cancel it", "stop", "forget it", "forget that",
     "none", "none of them", "nothing", "no thanks", "drop it", "leave it")
)  # fmt: skip
_TAKING_BACK = _NO & frozenset(
    ("never mind", "nevermind", "cancel", "cancel that", "cancel it", "forget it", "forget that", "drop it")
)
_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "one": 1, "two": 2, "three": 3, "four": 4}
_POSITION = re.compile(r"(?:option|choice|button|answer) #?(\d)")
_ASKED_TO_AGREE = frozenset(("is", "are", "was", "should", "shall", "do", "does", "did", "may", "can", "will", "has"))
"""Words with which a question begins that yes and no answer."""
_SAYS_LITTLE = frozenset(("all", "day", "days", "from", "until", "and", "close", "open", "set", "the", "time", "lines"))
"""Words of a label that do not tell it from another answer."""
WHAT_TO_SAY = "What should callers hear?"
_TO = re.compile(r"^(?:to\b|:|=)\s*", re.IGNORECASE)
_MARKS = re.compile(r"[^\w\s:/+*#-]+")


def declines(typed: str) -> bool:
    """Whether somebody no longer wants what they are asked about."""
    return _bare(typed) in _NO


def takes_back(typed: str) -> bool:
    """Whether somebody takes back what they have asked for, without saying so of a request."""
    return _bare(typed) in _TAKING_BACK


def may_turn(sentence: str) -> bool:
    """Whether the end of a sentence may turn what stands before it: a question mark, or a word that leads to a line."""
    said = sentence.casefold().rstrip(" .!")
    return said.endswith("?") or said.rpartition(" ")[2] in LEADS_TO_A_LINE


def wants_yes_or_no(typed: str, question: str) -> bool:
    """Whether somebody says a plain no to a question that no answers: it may mean one of its choices."""
    asked = [each.split()[0].casefold() for each in re.findall(r"[^.?!]+\?", question) if each.split()]
    return _bare(typed) in _PLAIN_NO and bool(asked) and asked[-1] in _ASKED_TO_AGREE


def chosen(typed: str, labels: Sequence[str]) -> int | None:
    """Which of the choices is meant: by its label, words that only its label has, or its number; None if none is.

    A number that stands in labels is no place among them.
    """
    typed_alone = _bare(typed).removeprefix("the ").removesuffix(" one")
    said = typed_alone.removeprefix("number ").removeprefix("#") or typed_alone
    if not said or not labels:
        return None
    bare = [_bare(each) for each in labels]
    if typed_alone in bare or said in bare:
        return bare.index(typed_alone if typed_alone in bare else said)
    if place := _POSITION.fullmatch(said):
        return _at(int(place[1]), labels)
    if said in _YES or said in _PLAIN_NO:
        return _agreeing(said, bare)
    having = _having(bare, {said})
    number = _NUMBERS.get(said) or (int(said) if said.isdecimal() and len(said) <= 4 else 0)
    if number:
        return _numbered(number, bare, having)
    tells = said not in _SAYS_LITTLE and re.search(r"[^\W\d_]{3}", said)
    return having[0] if tells and len(having) == 1 else None


def _having(labels: Sequence[str], words: Collection[str]) -> list[int]:
    """The labels in which one of some words stands by itself."""
    return [at for at, each in enumerate(labels) if any(f" {word} " in f" {each} ".replace("#", " ") for word in words)]


def _numbered(number: int, labels: Sequence[str], having: Sequence[int]) -> int | None:
    """The label in which a number stands as it was typed; else the one at its place, unless it may mean another."""
    if having:
        return having[0] if len(having) == 1 else None
    alike = _having(labels, {str(number), *(word for word, each in _NUMBERS.items() if each == number)})
    place = _at(number, labels)
    return place if len(alike) in {0, len(labels)} or alike == [place] else None


def _at(place: int, labels: Sequence[str]) -> int | None:
    return place - 1 if 1 <= place <= len(labels) else None


def _agreeing(said: str, labels: Sequence[str]) -> int | None:
    """The choice that begins with yes, or with no; yes takes the only one that there is."""
    word = "yes" if said in _YES else "no"
    found = [at for at, each in enumerate(labels) if each.split()[:1] == [word]]
    return found[0] if len(found) == 1 else 0 if word == "yes" and len(labels) == 1 else None


def anew(sentence: str, piece: str, line: str = "") -> str:
    """What is to be done as a sentence says it, with all else as a piece says it; of a line, if it names none."""
    return " ".join(each for each in (sentence.strip().partition(" ")[0], line, piece.strip()) if each)


def ways(sentence: str, piece: str, question: str) -> Iterator[list[str]]:
    """How a sentence may go on with a piece that it lacked; each list is tried only where none before made sense."""
    if question.startswith(WHAT_TO_SAY):
        yield [f'{sentence.strip()} to "{told(piece)}"']
        return
    kept, said = sentence.strip().rstrip(".? "), piece.strip().rstrip(".? ")
    if kept.endswith("!"):  # it stays urgent as a whole
        kept, said = kept.rstrip("! "), f"{said} !"
    first, _, rest = kept.partition(" ")
    words = said.casefold().split()
    led = not words or words[0] in _LEADS or "in the evening?" in question  # that asks for no other time
    if not led and "until when" in question.casefold().replace("from when until when", ""):
        yield [f"{kept} until {said}"]
    yield [f"{kept} {said}"]
    yield [f"{first} {said} {rest}".strip()]
    if not led:
        yield [f"{kept} {joint} {said}" for joint in _JOINTS]


def told(piece: str) -> str:
    """What callers should hear, of what was typed as that."""
    try:
        said = plain(piece)
    except TooLongError:
        said = piece.strip()
    return _TO.sub("", said).strip().strip('"').replace('"', "'").strip()


def _bare(text: str) -> str:
    """Words alone, in small letters."""
    return " ".join(_MARKS.sub(" ", text.casefold()).split()).strip(" -:")
