"""Requests, plans and statuses to draw."""

import datetime as dt

from adapters import Close, Line, LiveStatus, Override
from bot.alerts import Alert, AlertKind
from bot.reports import Happening, Help, LineStatus, Overview
from bot.requests import Approval, Difference, LinePlan, Part, Person, Plan, Record, Request, State
from tests.fakes import NEW_YORK, WEEK, support

DANA, AMIR = Person(team="T1", user="UDANA"), Person(team="T1", user="UAMIR")
NOW = dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)
SATURDAY = Close(start=dt.datetime(2026, 11, 21), end=dt.datetime(2026, 11, 22))

HOSTILE = (
    "<!channel> <https://evil.example|Approve here> *bold* _it_ ~no~ `code` :white_check_mark: &amp; \u202e"
    "\n*Verified*\n"
)
LONG = "W" * 4000


def line_plan(
    name: str = "Support",
    *,
    text: str = "Close it",
    count: int = 1,
    risk: str = "low",
    number: int = 1,
) -> LinePlan:
    """A plan whose every text is `text`."""
    return LinePlan(
        line=Line(system="fake", id=str(number), name=name, kind="line", zone=NEW_YORK, country="US"),
        changes=(SATURDAY,),
        before=support(),
        after=SATURDAY.applied_to(support()),
        summary=text,
        differences=tuple(Difference(what=f"{text} {index}", was=text, will=text) for index in range(count)),
        callers=(text,) * count,
        warnings=(text,) * count,
        risk=risk,
        digest=f"{number:032x}",
    )


def plan(*names: str, text: str = "Close it", count: int = 1, risk: str = "low") -> Plan:
    """A plan for some lines."""
    return Plan(
        parts=tuple(
            line_plan(name, text=text, count=count, risk=risk, number=number)
            for number, name in enumerate(names or ("Support",), start=1)
        )
    )


def request(
    state: State = State.PENDING,
    *names: str,
    text: str = "Close it",
    note: str = "",
    count: int = 1,
    reason: str = "",
    states: tuple[State, ...] = (),
    decided: bool | None = None,
) -> Request:
    """A request in a state; `states` gives each line its own."""
    parts = tuple(
        Part(
            number=number,
            plan=each,
            state=states[number] if states else state,
            note=note,
            due=dt.datetime(2026, 12, 18, 5, tzinfo=dt.UTC) if state is State.SCHEDULED else None,
        )
        for number, each in enumerate(plan(*names, text=text, count=count).parts)
    )
    by_somebody = state not in {State.PENDING, State.EXPIRED} if decided is None else decided
    is_approved = by_somebody and state not in {State.REJECTED, State.WITHDRAWN}
    return Request(
        id=7,
        revision=1,
        person=DANA,
        words=text,
        reason=reason,
        created=NOW,
        expires=NOW + dt.timedelta(days=3),
        parts=parts,
        decided_by=AMIR if by_somebody else None,
        decided_at=NOW if by_somebody else None,
        decision_reason=text if state is State.REJECTED else "",
        approvals=(Approval(person=AMIR, at=NOW),) if is_approved else (),
    )


def record(
    kind: str = "rolled", *, number: int = 1, line: str | None = "Support", text: str = "x", **data: str
) -> Record:
    """A record of Dana's."""
    return Record(
        number=number, at=NOW, kind=kind, actor=str(DANA), request=7, line=line,
        data={"words": text, "summary": text, "note": text, **data}, previous="", hash="",
    )  # fmt: skip


def alert(kind: AlertKind, text: str = "It is open.", *, outcome: str = "", count: int = 0) -> Alert:
    """An alert of a line, over if it has an outcome."""
    return Alert(
        number=3,
        kind=kind,
        line="fake:1",
        name=text[:80] if count else "Support",
        request=7,
        opened=NOW,
        by=str(AMIR) if kind is AlertKind.FROZEN else "switchhook",
        text=text,
        data={"differences": [{"what": text, "was": text, "is": text}] * count},
        closed=NOW + dt.timedelta(minutes=5) if outcome else None,
        closed_by=str(AMIR) if outcome else "",
        outcome=outcome,
        revision=1,
    )


def status(name: str = "Support", *, text: str = "x", open_now: bool | None = True) -> LineStatus:
    """The status of a line with something of everything."""
    return LineStatus(
        name=name,
        vendor="dialpad",
        zone=NEW_YORK,
        country="US",
        at=NOW,
        read_at=NOW,
        problem=text if open_now is None else "",
        open=open_now,
        until=NOW,
        override=Override(state="closed", start=SATURDAY.start, end=None, name=text, reason=text),
        coming=(Override(state="open", start=SATURDAY.start, end=SATURDAY.end, name=text),) * 8,
        hours=WEEK,
        callers=text,
        keys=(("1", text),) * 12,
        keys_shown=False,
        announcement=text,
        callback=text,
        live=LiveStatus(waiting=3, longest_wait=75, agents_available=2, agents_on_duty=5),
        warnings=(text,) * 3,
        requests=(request(text=text),) * 7,
        last=record(text=text),
    )


def help_of(*names: str, text: str = "x", welcome: bool = False) -> Help:
    """Examples."""
    return Help(lines=names, examples=((text, text),) * 12, may_ask=True, welcome=welcome)


HAPPENINGS = ("closes", "opens", "returns", "stays", "changes")


def overview(*names: str, text: str = "x", requests: int = 1) -> Overview:
    """A Home with everything on it."""
    each = tuple(request(text=text) for _ in range(requests))
    return Overview(
        lines=tuple(status(name, text=text) for name in names),
        waiting=each,
        mine=each,
        agenda=tuple(happening(what, *names, text=text) for what in HAPPENINGS) * requests,
        may_ask=True,
        help=help_of(*names, text=text, welcome=True),
        at=NOW,
    )


def happening(what: str = "closes", *names: str, text: str = "x", **more: object) -> Happening:
    """Something that happens on Saturday."""
    said = {"lines": names or ("Support",), "zone": NEW_YORK, "country": "US", "called": (text,)}
    times = {"at": NOW + dt.timedelta(hours=14), "start": SATURDAY.start, "end": SATURDAY.end}
    origin = {"requests": (7,), "people": (DANA,), "calendar": text}
    return Happening.model_validate({"what": what, **times, **said, **origin, **more})
