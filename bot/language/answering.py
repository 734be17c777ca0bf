"""What somebody types in answer to a question: one of its choices, or the piece that a sentence lacks. Pure."""

import re
from collections.abc import Iterator, Sequence

_LEADS = frozenset(
    ("until", "till", "til", "from", "on", "at", "in", "for", "to", "between", "through", "because", "every", "with",
     "after", "before", "and", "as", "of", "-", ":")
)  # fmt: skip
"""Words that join a piece to a sentence by themselves."""
_JOINTS = ("on", "until", "from", "at", "to")
_YES = frozenset(("yes", "y", "yep", "yeah", "ok", "okay", "sure", "right", "correct", "exactly", "yes please"))
_NO = frozenset(
    ("no", "n", "nope", "never mind", "nevermind", "cancel", "cancel that", "stop", "forget it", "forget that",
     "none", "none of them", "nothing", "no thanks", "drop it", "leave it")
)  # fmt: skip
_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "one": 1, "two": 2, "three": 3, "four": 4}
_SAYS_LITTLE = frozenset(("all", "day", "days", "from", "until", "and", "close", "open", "set", "the", "time", "lines"))
"""Words of a label that do not tell it from another answer."""
WHAT_TO_SAY = "What should callers hear?"
_TO = re.compile(r"^(?:to\b|:|=)\s*", re.IGNORECASE)
_MARKS = re.compile(r"[^\w\s:/+*#-]+")


def declines(typed: str) -> bool:
    """Whether somebody no longer wants what they are asked about."""
    return _bare(typed) in _NO


def chosen(typed: str, labels: Sequence[str]) -> int | None:
    """Which of the choices is meant: by its number, its label, or words that only its label has; None if none is."""
    said = _bare(typed).removeprefix("the ").removeprefix("number ").removeprefix("option ").removesuffix(" one")
    if not said or not labels:
        return None
    bare = [_bare(each) for each in labels]
    number = _NUMBERS.get(said) or (int(said.removeprefix("#")) if said.removeprefix("#").isdecimal() else 0)
    if said in bare:
        return bare.index(said)
    if 1 <= number <= len(labels) and len(said) <= 6:
        return number - 1
    if said in _YES:
        agreeing = [at for at, each in enumerate(bare) if each.split()[:1] == ["yes"]]
        return agreeing[0] if len(agreeing) == 1 else 0 if len(labels) == 1 else None
    if said in _SAYS_LITTLE:
        return None
    having = [at for at, each in enumerate(bare) if f" {said} " in f" {each} "]
    return having[0] if len(having) == 1 and re.search(r"[^\W\d_]{3}", said) else None


def ways(sentence: str, piece: str, question: str) -> Iterator[list[str]]:
    """How a sentence may go on with a piece that it lacked; each list is tried only where none before made sense."""
    if question.startswith(WHAT_TO_SAY):
        told = _TO.sub("", piece.strip()).strip().strip('"').replace('"', "'")
        yield [f'{sentence.strip()} to "{told}"']
        return
    kept, said = sentence.strip().rstrip(".? "), piece.strip().rstrip(".? ")
    if kept.endswith("!"):  # it stays urgent as a whole
        kept, said = kept.rstrip("! "), f"{said} !"
    first, _, rest = kept.partition(" ")
    words = said.casefold().split()
    led = not words or words[0] in _LEADS
    if not led and "until when" in question.casefold().replace("from when until when", ""):
        yield [f"{kept} until {said}"]
    yield [f"{kept} {said}"]
    yield [f"{first} {said} {rest}".strip()]
    if not led:
        yield [f"{kept} {joint} {said}" for joint in _JOINTS]


def _bare(text: str) -> str:
    """Words alone, in small letters."""
    return " ".join(_MARKS.sub(" ", text.casefold()).split()).strip(" -:")
