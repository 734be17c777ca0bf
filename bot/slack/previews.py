"""What a plan looks like to callers, as lines of mrkdwn: the days around, and telling moments. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence

from adapters import Weekday
from bot import describe
from bot.preview import Preview, PreviewDay, PreviewMoment
from bot.requests import Difference
from bot.slack.text import escaped

_SYMBOLS: Mapping[str, str] = {
    "open": "\N{BLACK SQUARE} open",
    "closed": "\N{WHITE SQUARE} closed",
    "": " ",
}
"""The word stands beside the symbol, for those who do not see it."""

_WIDTH = 60
"""Characters of a row."""
_LONGEST = 400
"""Characters of a sentence about what callers hear."""


def strip(preview: Preview, *, brief: bool = False) -> list[str]:
    """The days around, row below row in one piece; none where no hours are otherwise.

    Where it has to be brief, only what changes and the days beside it. People have written nothing of it.
    """
    days = [each for index, each in enumerate(preview.days) if not brief or _is_near(preview.days, index)]
    if not any(each.was for each in preview.days):
        return []
    width = max(len(_label(each)) for each in days)
    rows = (_row(f"{_label(each):<{width}}  ", each) for each in days)
    return ["```" + "\n".join(rows) + "```"]


def moments(preview: Preview, *, brief: bool = False) -> list[str]:
    """What callers get before, during and after; where it has to be brief, not what they get before."""
    told = [
        _moment(each, preview.moments[:index])
        for index, each in enumerate(preview.moments)
        if not (brief and each.stage == "before")
    ]
    return [f"*What callers get* ({escaped(preview.zone, 80)})", *told] if told else []


def leaves_out(preview: Preview) -> bool:
    """Whether there is more of it than is shown where it has to be brief."""
    wholes = strip(preview), moments(preview)
    return wholes != (strip(preview, brief=True), moments(preview, brief=True))


def is_told(difference: Difference, preview: Preview) -> bool:
    """Whether the days around tell a difference already."""
    return any(_tells(each, difference) for each in preview.days)


def _tells(day: PreviewDay, difference: Difference) -> bool:
    if day.date is None:
        return difference.what.casefold() == day.label
    if difference.what.endswith(" more days"):
        return day.days > 1
    dates = [day.date + dt.timedelta(days=number) for number in range(day.days)]
    names = {name for each in dates for name in (describe.date(each), Weekday.of(each).title_name)}
    return difference.what in names and bool(day.was) and (day.days > 1 or difference.will == day.will)


def _is_near(days: Sequence[PreviewDay], index: int) -> bool:
    """Whether a row changes, or one beside it."""
    return any(each.was or each.days != 1 for each in days[max(index - 1, 0) : index + 2])


def _label(day: PreviewDay) -> str:
    """`Sat  5 Dec`, so that the months stand below each other; `… 12 more`, which is no wider."""
    if day.days > 1:
        return f"… {day.label.removesuffix(' days')}"
    weekday, _, rest = day.label.partition(" ")
    return f"{weekday} {rest:>2}" if day.date is None or day.date.day > 9 else f"{weekday}  {rest}"


def _row(label: str, day: PreviewDay) -> str:
    """`Sat 21 Nov  □ closed, instead of 9:00 AM – 1:00 PM`, in two lines where it is long."""
    word = _SYMBOLS[day.state]
    will = day.will.removeprefix(day.state).removeprefix(", ").strip()
    will = f"{word}{', ' if day.state == 'closed' and will else ' ' if will else ''}{will}"
    whole = f"{label}{will}, instead of {day.was}" if day.was else f"{label}{will}"
    return whole if len(whole) <= _WIDTH else f"{label}{will},\n{' ' * len(label)}  instead of {day.was}"


def _told_apart(moment: PreviewMoment) -> Mapping[str, object]:
    """When a moment is, which callers do not notice."""
    return {"stage": moment.stage, "when": moment.when, "at": moment.at}


def _moment(moment: PreviewMoment, before: Sequence[PreviewMoment]) -> str:
    when = f"• *{escaped(moment.when, 150)}:*"
    if moment.at and any(each.model_copy(update=_told_apart(moment)) == moment for each in before if each.at):
        return f"{when} {moment.state}, as before."
    keys = [f"{key} {escaped(action, 120)}" for key, action in moment.keys]
    heard = [escaped(each, _LONGEST) for each in moment.heard]
    state = [f"{moment.state}."] if moment.at else []
    told = [*state, *heard, *([f"Keys: {'; '.join(keys)}."] if keys else [])]
    return " ".join([when, *told])
