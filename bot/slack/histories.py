"""The history as people look at it: a page of what happened, menus that choose which part, and undo. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pydantic import Field, ValidationError

from adapters import Value
from bot import describe
from bot.historian import EVERYTHING, RECORDS_A_PAGE
from bot.reports import Changed, History, Wanted
from bot.requests import Person, Record
from bot.slack import blocks, fields, history, openers
from bot.slack.blocks import Json, Message
from bot.slack.text import escaped, mention, moment

OPEN = "history_open"
BACK = "history_back"
MORE = "history_more"
LINE = "history_line"
PERSON = "history_person"
KIND = "history_kind"

ALL_LINES: Final = ("*", "All lines")
"""The choice that is no line, and its label."""

_KINDS: Final = (
    ("all", "Everything"),
    ("changes", "Changes"),
    ("decisions", "Decisions"),
    ("alerts", "Alerts"),
)

MOST_WRITTEN = 150
"""Characters of each thing that people wrote which one entry tells."""

MOST_CHOICES = 20
"""Lines that stand in their menu; of more it asks while somebody types, since a message has room for so much only."""

LONGEST_BLOCK_ID = 255


class Browsing(Value):
    """What a button carries that shows a page of the history."""

    wanted: Wanted = EVERYTHING
    page: int = Field(default=0, ge=0)
    newest: int = Field(default=0, ge=0)


def opening(line: str) -> Json:
    """The button that leads to the history of a line."""
    return _button("History", OPEN, Browsing(wanted=Wanted(lines=(line,))), f"History of {line}")


def told(answer: History) -> Message:
    """A page of the history, below the menus that choose another part of it."""
    entries = list(_entries(answer))
    if not entries:
        text = _nothing(answer.wanted)
        return blocks.message(text, [*_menus(answer), blocks.section(text), *blocks.actions(*_buttons(answer))])
    first = answer.page * RECORDS_A_PAGE + 1
    what = "Changes" if answer.wanted.kind == "changes" else "History"
    which = f"{first} to {first + len(entries) - 1} of {answer.count}, the newest first."
    heading = f"{what}{_of(answer.wanted)}: {which}"
    return blocks.message(
        " ".join(blocks.fitting([heading, *(text for text, _ in entries)], blocks.LONGEST_TEXT - 100)),
        [
            *_menus(answer),
            blocks.section(f"*{heading}*"),
            *(_entry(text, undone) for text, undone in entries),
            *blocks.actions(*_buttons(answer)),
        ],
    )


def change(changed: Changed, *, with_line: bool = True) -> str:
    """Who changed what, when, and who agreed."""
    line = f" *{escaped(changed.line, 80)}:*" if with_line else ""
    agreed = [mention(each) for each in changed.approved[:3]]
    by = f", approved by {describe.listed(agreed)}" if agreed else ""
    told = f"{mention(changed.person)}, {moment(changed.at)}:{line} {escaped(changed.summary, 300)}"
    return f"{told} (request {changed.request}{by}; now {changed.state.word})"


def chosen(body: Mapping[str, Any], names: Iterable[str], person: Person) -> Wanted | None:
    """Which part of the history the menus choose that somebody has changed; None if they are none of ours."""
    place = body.get("view") or body
    try:
        (action,) = body["actions"]
        state = place["state"]["values"][action["block_id"]]
        kept = Wanted.model_validate(json.loads(action["block_id"])["w"])
        kind = _option(state, KIND) or "all"
        user = (state.get(PERSON) or {}).get("selected_user")
        wanted = Wanted(
            **{**dict(kept), "kind": kind, "person": person.model_copy(update={"user": user}) if user else None}
        )
    except (KeyError, TypeError, ValueError, ValidationError):
        return None
    token = _option(state, LINE)
    if token:
        known = {fields.token(name): name for name in names}
        lines = () if token == ALL_LINES[0] or token not in known else (known[token],)
        wanted = wanted.model_copy(update={"lines": lines})
    return wanted


def suggested(names: Iterable[str], typed: str) -> list[Json]:
    """The lines to choose from, while somebody types."""
    return fields.suggested([ALL_LINES, *((name, name) for name in names)], typed)


def _option(state: Mapping[str, Any], action: str) -> str:
    return str(((state.get(action) or {}).get("selected_option") or {}).get("value") or "")


def _entries(answer: History) -> Iterator[tuple[str, int | None]]:
    """What happened, each with the request that can be undone from there; that is said once for each."""
    left = set(answer.undoable)
    told: tuple[Record | Changed, ...] = (*answer.changes, *answer.records)
    for each in told:
        if isinstance(each, Changed):
            text = change(each, with_line=answer.many)
        else:
            text = f"{moment(each.at)}  {history.sentence(each, with_line=answer.many, most=MOST_WRITTEN)}"
        yield text, each.request if each.request in left else None
        left.discard(each.request or 0)


def _entry(text: str, undone: int | None) -> Json:
    if undone is None:
        return blocks.section(text)
    undo = openers.saying("Undo…", f"undo request {undone}", spoken=f"Undo request {undone}")
    return blocks.section(text) | {"accessory": undo}


def _of(wanted: Wanted) -> str:
    """` of Support by @Dana since Monday`, of what is wanted."""
    lines = f" of {escaped(describe.listed(wanted.lines), 200)}" if wanted.lines else " of all lines"
    kind = f", {dict(_KINDS)[wanted.kind].lower()} only" if wanted.kind in {"decisions", "alerts"} else ""
    request = f" of request {wanted.request}" if wanted.request is not None else ""
    return f"{lines if wanted.lines or not request else ''}{request}{_by(wanted)}{_since(wanted)}{kind}"


def _by(wanted: Wanted) -> str:
    return f" by {mention(wanted.person)}" if wanted.person else ""


def _since(wanted: Wanted) -> str:
    since = f" since {moment(wanted.since)}" if wanted.since else ""
    return f"{since}{f' until {moment(wanted.until)}' if wanted.until else ''}"


def _nothing(wanted: Wanted) -> str:
    """That there is nothing to tell, and where there may be."""
    if wanted.kind == "changes":
        lines = escaped(describe.listed(wanted.lines), 200) if wanted.lines else "any line"
        who = mention(wanted.person) if wanted.person else "Nobody"
        not_ = "has not changed" if wanted.person else "has changed"
        outside = "What was changed outside Switchhook stands among the alerts."
        return f"{who} {not_} {lines} through Switchhook{_since(wanted) or ' so far'}. {outside}"
    if wanted == EVERYTHING.model_copy(update={"lines": wanted.lines}):
        return f"Nothing has happened yet in the history{_of(wanted)}."
    return f"There is nothing in the history{_of(wanted)}. Choose otherwise above, or show everything."


def _menus(answer: History) -> list[Json]:
    """Menus for a line, a person and a kind; what else is wanted stands in the name of their block."""
    wanted = answer.wanted
    line = wanted.lines[0] if len(wanted.lines) == 1 else ""
    rest = wanted.model_copy(update={"kind": "all", "person": None, "lines": () if line else wanted.lines})
    mark = blocks.mark(wanted.model_dump_json())  # Slack keeps what stands in a block of the same name
    kept = {"w": rest.model_dump(mode="json", exclude_defaults=True), "m": mark}
    block = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    if len(block) > LONGEST_BLOCK_ID:
        return []
    names = dict.fromkeys([*([line] if line else []), *answer.lines])
    choices = [ALL_LINES, *((name, name) for name in names)]
    first = [line] if line else [] if wanted.lines else [ALL_LINES[0]]
    is_long = len(choices) > MOST_CHOICES
    person: Json = {"type": "users_select", "action_id": PERSON, **_placeholder("Anybody")}
    elements = [
        fields.menu_element(LINE, choices, first, several=False, is_long=is_long) | _placeholder("A line"),
        person | ({"initial_user": wanted.person.user} if wanted.person else {}),
        fields.menu_element(KIND, _KINDS, [wanted.kind], several=False, is_long=False) | _placeholder("What happened"),
    ]
    return [{"type": "actions", "block_id": block, "elements": elements}]


def _placeholder(text: str) -> Json:
    """What a menu says of itself, to screen readers too."""
    return {"placeholder": blocks.plain(text, 150)}


def _buttons(answer: History) -> Iterator[Json]:
    """Buttons to the pages before and after, and to all of it."""
    page, wanted = answer.page, answer.wanted
    more = max(0, answer.count - (page + 1) * RECORDS_A_PAGE)
    if page:
        back = Browsing(wanted=wanted, page=page - 1, newest=answer.newest)
        yield _button("Back", BACK, back, "Back to what happened later")
    if more:
        older = Browsing(wanted=wanted, page=page + 1, newest=answer.newest)
        yield _button(f"More ({more})", MORE, older, f"{more} more, which happened before")
    if wanted != EVERYTHING:
        yield _button("Show everything", OPEN, Browsing(), "Show the whole history of all lines")


def _button(label: str, action: str, browsing: Browsing, spoken: str) -> Json:
    return blocks.button(label, action, browsing.model_dump(mode="json", exclude_defaults=True), spoken=spoken)
