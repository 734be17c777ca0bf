"""The history in the store as people look at it: in pages, the newest first, and only what they want to see."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from bot import chain
from bot.alerts import AlertKind, over
from bot.kinds import RecordKind
from bot.reports import Changed, Wanted
from bot.request_shelf import RequestShelf
from bot.requests import LinePlan, Part, Record, Request, State
from bot.shelves import as_text, marks

_STANDING: Final = (State.SCHEDULED, State.APPLIED, State.ACCEPTED, State.VERIFIED, RecordKind.SHARED)
"""The first record of one of these kinds tells that a change has come to stand on a line."""

_KINDS: Final[Mapping[str, Sequence[str]]] = {
    "all": (),
    "changes": _STANDING,
    "decisions": (
        State.APPROVED,
        State.REJECTED,
        State.WITHDRAWN,
        State.EXPIRED,
        RecordKind.APPROVAL,
        RecordKind.WAIVED,
        RecordKind.RUSHED,
        RecordKind.RATIFIED,
        RecordKind.NOT_RATIFIED,
        RecordKind.STOPPED,
        RecordKind.LOST_RIGHT,
        RecordKind.REPLANNED,
        RecordKind.REFUSED,
    ),
    "alerts": (*(each for kind in AlertKind for each in (kind, over(kind))), RecordKind.ADOPTED),
}


class HistoryShelf(RequestShelf):
    """Pages of the records, in the same file and the same thread."""

    def page(self, wanted: Wanted, *, newest: int, skip: int, most: int) -> tuple[list[Record], int]:
        """Some records up to the `newest`, the newest first, and how many there are in all."""
        where, values = _where([*_about(wanted, newest), *_when(wanted), *_by("actor", wanted)])
        (count,) = self._db.execute(f"SELECT count(*) FROM records {where}", values).fetchone()  # noqa: S608  (marks)
        rows = self._db.query(
            f"SELECT * FROM records {where} ORDER BY number DESC LIMIT ? OFFSET ?",  # noqa: S608  (marks)
            [*values, most, skip],
        )
        return [chain.record(row) for row in rows], int(count)

    def changes(self, wanted: Wanted, *, newest: int, skip: int = 0, most: int) -> tuple[list[Changed], int]:
        """The same of changes that came to stand, each once for every line, by when they first did."""
        of_changes = wanted.model_copy(update={"kind": "changes"})
        inner, first = _where([*_about(of_changes, newest), ("request IS NOT NULL", [])])
        outer, second = _where([*_when(wanted), *_by("person", wanted)])
        found = (
            f"FROM (SELECT min(number) AS number, at, records.request, line FROM records {inner}"  # noqa: S608  (marks)
            f" GROUP BY records.request, line) AS stood JOIN requests ON requests.id = stood.request {outer}"
        )
        (count,) = self._db.execute(f"SELECT count(*) {found}", [*first, *second]).fetchone()
        rows = self._db.query(
            f"SELECT stood.* {found} ORDER BY number DESC LIMIT ? OFFSET ?", [*first, *second, most, skip]
        )
        return [self._changed(row) for row in rows], int(count)

    def _changed(self, row: Mapping[str, Any]) -> Changed:
        request = self.request(row["request"])
        part = _part(request, row["line"])
        approved = tuple(dict.fromkeys(each.person for each in request.approvals))
        return Changed(
            number=row["number"],
            at=row["at"],
            line=row["line"],
            request=request.id,
            person=request.person,
            approved=approved,
            summary=part.plan.summary,
            state=part.state,
        )


def _part(request: Request, line: str) -> Part:
    """What a request has done to a line: by its own plan for it, or along with another."""

    def fits(plan: LinePlan) -> bool:
        return plan.line.name == line

    own = next((each for each in request.parts if fits(each.plan)), None)
    along = (each for each in request.parts if line in each.plan.along)
    return own or next(along, request.parts[0])


_Condition = tuple[str, Sequence[object]]


def _about(wanted: Wanted, newest: int) -> Iterable[_Condition]:
    """Which records, whenever and by whomever."""
    yield "number <= ?", [newest]
    if kinds := _KINDS[wanted.kind]:
        yield f"kind IN ({marks(kinds)})", [str(each) for each in kinds]
    if wanted.lines:
        yield f"line IN ({marks(wanted.lines)})", wanted.lines
    if wanted.request is not None:
        yield "request = ?", [wanted.request]


def _when(wanted: Wanted) -> Iterable[_Condition]:
    if wanted.since is not None:
        yield "at >= ?", [as_text(wanted.since)]
    if wanted.until is not None:
        yield "at < ?", [as_text(wanted.until)]


def _by(column: str, wanted: Wanted) -> Iterable[_Condition]:
    if wanted.person is not None:
        yield f"{column} = ?", [str(wanted.person)]


def _where(conditions: Iterable[_Condition]) -> tuple[str, list[object]]:
    """Conditions as SQL, with what their question marks stand for."""
    told = list(conditions)
    where = f"WHERE {' AND '.join(condition for condition, _ in told)}" if told else ""
    return where, [value for _, values in told for value in values]
