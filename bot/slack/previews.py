"""What a plan looks like to callers, as lines of mrkdwn: the days around, and telling moments. Pure."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from textwrap import wrap

from adapters import Weekday
from bot import describe
from bot.preview import MORE_DAYS, Preview, PreviewDay, PreviewMoment
from bot.requests import Difference
from bot.slack.text import escaped

_SYMBOLS: Mapping[str, str] = {
    "open": "\N{BLACK SQUARE} open",
    "closed": "\N{WHITE SQUARE} closed",
    "": " ",
}
"""The word stands beside the symbol, for those who do not see it."""

_WIDTH = 38
"""Characters of a row that a phone has room for; longer ones go on below."""
_BELOW = " " * 4
_GLUED = "\N{NO-BREAK SPACE}"
_IN_A_TIME = re.compile(r" (?=[AP]M\b|–)|(?<=–) ")
"""Where a row goes on below in no case: `8:00 AM – 6:00 PM` stays together."""
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
        if not (brief and each.stage == "before") and not _is_told_by_its_news(each, preview.moments[index + 1 :])
    ]
    return [f"*What callers get* ({escaped(preview.zone, 80)})", *told] if told else []


def _is_told_by_its_news(moment: PreviewMoment, later: Sequence[PreviewMoment]) -> bool:
    """Whether only keys are otherwise once something is applied, which are told then with what they did before."""
    news = [each for each in later if not each.at and each.state == moment.state]
    return not moment.at and any(each.keys and each.heard == moment.heard for each in news)


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
    if difference.what.endswith(f" {MORE_DAYS}"):
        return day.days > 1 and bool(day.was)
    dates = [day.date + dt.timedelta(days=number) for number in range(day.days)]
    names = {name for each in dates for name in (describe.date(each), Weekday.of(each).title_name)}
    return difference.what in names and bool(day.was) and (day.days > 1 or difference.will == day.will)


def _is_near(days: Sequence[PreviewDay], index: int) -> bool:
    """Whether a row changes, or one beside it."""
    return any(each.was or not each.days or _is_folded(each) for each in days[max(index - 1, 0) : index + 2])


def _is_folded(day: PreviewDay) -> bool:
    """Whether a row stands for several dates that need not be alike."""
    return day.label.endswith(MORE_DAYS)


def _label(day: PreviewDay) -> str:
    """`Sat  5 Dec`, so that the months stand below each other; `… 12 more`, which is no wider; `24–25 Dec`."""
    if _is_folded(day):
        return f"… {day.label.removesuffix(' days')}"
    if day.days > 1:
        return day.label
    weekday, _, rest = day.label.partition(" ")
    return f"{weekday} {rest:>2}" if day.date is None or day.date.day > 9 else f"{weekday}  {rest}"


def _row(label: str, day: PreviewDay) -> str:
    """`Sat 21 Nov  □ closed, instead of 9:00 AM – 1:00 PM`, which goes on below where it is long."""
    word = _SYMBOLS[day.state]
    will = day.will.removeprefix(day.state).removeprefix(", ").strip()
    will = f"{word}{', ' if day.state == 'closed' and will else ' ' if will else ''}{will}"
    if not day.was:
        return _wrapped(will, label)
    whole = f"{label}{will}, instead of {day.was}"
    return (
        whole if len(whole) <= _WIDTH else f"{_wrapped(f'{will},', label)}\n{_wrapped(f'instead of {day.was}', _BELOW)}"
    )


def _wrapped(text: str, begin: str) -> str:
    """A text that goes on below where it is long, but not within a time."""
    glued = _IN_A_TIME.sub(_GLUED, text)
    rows = wrap(glued, _WIDTH, initial_indent=begin, subsequent_indent=_BELOW, break_long_words=False)
    return "\n".join(rows).replace(_GLUED, " ")


def _told_apart(moment: PreviewMoment) -> Mapping[str, object]:
    """When a moment is, which callers do not notice."""
    return {"stage": moment.stage, "when": moment.when, "at": moment.at}


def _moment(moment: PreviewMoment, before: Sequence[PreviewMoment]) -> str:
    when = f"• *{escaped(moment.when, 150)}:*"
    if moment.at and any(each.model_copy(update=_told_apart(moment)) == moment for each in before if each.at):
        return f"{when} {moment.state}, as before."
    keys = [f"\n{_BELOW}{key}: {escaped(action, 120)}" for key, action in moment.keys]
    heard = [escaped(each, _LONGEST) for each in moment.heard]
    state = [f"{moment.state}."] if moment.at else []
    return " ".join([when, *state, *heard, *(["Keys:"] if keys else [])]) + "".join(keys)
