"""Lines that use the same schedules at their vendor: which of them a plan touches, and for whom it is meant. Pure."""

from collections.abc import Collection, Sequence

from adapters import DATED, Change, Close, Line, Neighbour, Neighbours, OpenSpecial, Reading, Reopen, SetHours, Value
from bot.describe import listed
from bot.requests import SHAREABLE


class Company(Value):
    """Who uses the schedules that the changes of a line touch."""

    all: Neighbours
    beside: frozenset[str] = frozenset()
    """The ids of those that are changed by the same request anyway."""

    @property
    def others(self) -> tuple[Neighbour, ...]:
        """Those that the request does not name, each once."""
        return tuple(each for each in everyone(self.all) if each.id not in self.beside)

    @property
    def siblings(self) -> tuple[Neighbour, ...]:
        """Those that the request names as well, each once."""
        return tuple(each for each in everyone(self.all) if each.id in self.beside)


def touched_neighbours(changes: Sequence[Change], reading: Reading) -> Neighbours:
    """Those neighbours of a line that use a schedule in which some changes belong."""
    setup, states = reading.setup, set[str]()
    for change in changes:
        if isinstance(change, DATED):
            after = change.applied_to(setup)
            before, laid = ({(each.state, each.start, each.end) for each in one.overrides} for one in (setup, after))
            states |= {state for state, _, _ in before ^ laid}
            setup = after
        elif isinstance(change, SetHours):
            states.add("open")
    return Neighbours(
        hours=reading.neighbours.hours if "open" in states else (),
        closures=reading.neighbours.closures if "closed" in states else (),
    )


def everyone(neighbours: Neighbours) -> tuple[Neighbour, ...]:
    """All of them, each once, by their names."""
    return tuple(sorted({*neighbours.hours, *neighbours.closures}, key=_order))


def bound(neighbours: Neighbours, beside: Collection[str]) -> dict[str, list[str]]:
    """What an approval is bound to: who else changes or does not, by ids; empty if nobody."""
    ids = {
        "hours": sorted(each.id for each in neighbours.hours if each.id not in beside),
        "closures": sorted(each.id for each in neighbours.closures if each.id not in beside),
    }
    return ids if any(ids.values()) else {}


def meant_for(changes: Sequence[Change], reading: Reading, *, shared: bool) -> tuple[Change, ...]:
    """The changes for all lines on the same schedules, or for one line alone; as they are if there is only one."""
    if not everyone(touched_neighbours(changes, reading)):
        return tuple(changes)
    return tuple(
        change.model_copy(update={"shared": shared}) if isinstance(change, SHAREABLE) else change for change in changes
    )


def is_shared(changes: Sequence[Change]) -> bool:
    """Whether some of the changes are for all lines that use the same schedules."""
    return any(change.shared for change in changes if isinstance(change, SHAREABLE))


def effect(changes: Sequence[Change], company: Company) -> str:
    """What the changes do to lines that nobody named: `This also closes Service Desk.`; empty if nothing."""
    others = company.others
    return f"This also {_verb(changes)} {_listed(others)}." if others and is_shared(changes) else ""


def sentence(changes: Sequence[Change], line: Line, company: Company) -> str:
    """With whom a line shares what is changed, and what comes of it; empty if with nobody."""
    if not everyone(company.all):
        return ""
    told = f"{line.name} shares {_shares(company.all)}."
    if is_shared(changes):
        return f"{told} {effect(changes, company) or 'They change together.'}"
    if company.siblings:
        return f"{told} Each line that is named here changes by itself: {_means(changes)}."
    return f"{told} Only {line.name} {_verb(changes)}: {_means(changes)}."


def _shares(neighbours: Neighbours) -> str:
    hours, closures = (sorted(each, key=_order) for each in (neighbours.hours, neighbours.closures))
    if hours == closures:
        return f"its hours and closures with {_listed(hours)}"
    said = [("its closures", closures), ("its hours", hours)]
    return " and ".join(f"{what} with {_listed(others)}" for what, others in said if others)


def _listed(neighbours: Sequence[Neighbour]) -> str:
    return listed([each.name for each in neighbours])


def _order(neighbour: Neighbour) -> tuple[str, str]:
    return neighbour.name, neighbour.id


def _verb(changes: Sequence[Change]) -> str:
    kinds = {type(change) for change in changes}
    verbs = {Close: "closes", OpenSpecial: "opens", Reopen: "reopens"}
    return next((verb for kind, verb in verbs.items() if kinds == {kind}), "changes")


def _means(changes: Sequence[Change]) -> str:
    if any(isinstance(change, SetHours) for change in changes):
        return "it keeps a schedule of its own from then on, which changes of the shared schedule no longer reach"
    if all(isinstance(change, (Close, OpenSpecial)) for change in changes):
        return (
            "until it is over it uses a copy of that schedule; changes of the shared schedule are carried over"
            " meanwhile"
        )
    return (
        "the shared schedule stays as it is; as long as the two differ it uses a copy, into which changes of the shared"
        " schedule are carried over"
    )
