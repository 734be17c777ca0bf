"""Where a sentence has more than one reading: every way is walked, and what is found at the ends is compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, NoReturn, TypeVar

T = TypeVar("T")
_MOST_WAYS = 24
_MOST_STEPS = 4


class UnclearError(Exception):
    """The sentence cannot be read; the message says to the person why, or what to say instead."""


class LostError(UnclearError):
    """Not even what is wanted can be told, or words are there that mean nothing; nothing is merely missing."""

    def __init__(self, fact: str, advice: str = "") -> None:
        super().__init__(f"{fact} {advice}".strip())
        self.fact = fact
        """The message without what to say instead."""


def ask_back(question: str) -> NoReturn:
    """Give up this reading, with what is to be asked instead."""
    raise UnclearError(question)


class Step(NamedTuple):
    """A place where the way parted: into how many, and the question that would settle it."""

    ways: int
    question: str
    sure: bool


@dataclass
class Crossroads:
    """One walk through a sentence; `path` says which way to take at each parting, the first where it says nothing."""

    path: Sequence[int] = ()
    steps: list[Step] = field(default_factory=list)

    def take(self, options: Sequence[T], question: str, *, sure: bool = True) -> T:
        """One of the options; the other walks take the others.

        An answer for which only one option survives is taken; unless `sure` is False: then it is still asked back.
        """
        depth = len(self.steps)
        if len(options) > 1 or not sure:
            self.steps.append(Step(len(options), question, sure))
            return options[self.path[depth] if depth < len(self.path) else 0]
        return options[0]


class Walk(NamedTuple, Generic[T]):
    """One reading of the sentence, or why there is none this way."""

    path: tuple[int, ...]
    steps: tuple[Step, ...]
    result: T | UnclearError


def every_walk(read: Callable[[Crossroads], T]) -> list[Walk[T]]:
    """All readings of a sentence, in the order of the options; a sentence with too many of them has none."""
    walks: list[Walk[T]] = []
    waiting: list[tuple[int, ...]] = [()]
    while waiting and len(walks) < _MOST_WAYS:
        path = waiting.pop()
        roads = Crossroads(path)
        try:
            result: T | UnclearError = read(roads)
        except UnclearError as error:
            result = error
        if len(roads.steps) > _MOST_STEPS:
            too_many = UnclearError("That can be read in too many ways. Please say it in simpler words.")
            return [Walk((), (), too_many)]
        taken = path + (0,) * (len(roads.steps) - len(path))
        walks.append(Walk(taken, tuple(roads.steps), result))
        waiting.extend(
            (*taken[:depth], way)
            for depth in range(len(path), len(roads.steps))
            for way in range(1, roads.steps[depth].ways)
        )
    return sorted(walks, key=lambda walk: walk.path)
