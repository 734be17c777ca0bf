"""The digest of a week: what starts, ends, is open-ended or disagrees. Pure."""

import datetime as dt
from collections.abc import Iterator

from adapters import wall_clock
from bot import describe
from bot.reports import Digest
from bot.slack import agendas, alert_cards, blocks, openers
from bot.slack.blocks import Message
from bot.slack.text import escaped

MOST_ALERTS = 8
ROOM_TO_SPEAK = 3000
"""Characters of what a notification and a screen reader say."""
ROOM_FOR_ALERTS = 3000
ROOM = 6000
"""Characters for what is wrong, and for what is about to happen; Slack refuses messages somewhere above 13,000."""


def card(digest: Digest) -> Message:
    """The message; it calls nobody, so people are not named in it."""
    told = [*_wrong(digest), *_coming(digest)] if _is_eventful(digest) else [_quiet(digest)]
    times = agendas.times_of(digest.agenda)
    next_one = f"The next digest comes on {_day(digest.until, digest)}."
    return blocks.message(
        " ".join([f"{_title(digest)}.", *blocks.fitting(told, ROOM_TO_SPEAK)]),
        [
            blocks.header(_title(digest)),
            *blocks.paragraphs(told),
            blocks.context(blocks.mrkdwn(f"{times} {next_one}".strip())),
            *blocks.actions(
                openers.saying("Status", "status", spoken="Status of all lines"),
                openers.saying("Holidays", "holidays", spoken="Holidays, and which lines are closed on them"),
            ),
        ],
    )


def _title(digest: Digest) -> str:
    return f"The week ahead: {_day(digest.since, digest)} to {_day(digest.until, digest)}"


def _is_eventful(digest: Digest) -> bool:
    return bool(digest.agenda or digest.alerts or digest.unread)


def _quiet(digest: Digest) -> str:
    """That there is nothing to tell: silence could not be told from failure."""
    lines = f"all {digest.count} lines are as they" if digest.count > 1 else "the line is as it"
    told = f"and {lines} should be" if digest.count else "and there are no lines yet"
    return f":white_check_mark: Nothing changes until {_day(digest.until, digest)}, {told}."


def _wrong(digest: Digest) -> Iterator[str]:
    """What somebody has to look at."""
    found = [
        f"• *{escaped(alert_cards.title(alert), 150)}.* {alert_cards.paragraph(alert, most=300)}"
        for alert in digest.alerts[:MOST_ALERTS]
    ]
    if len(digest.alerts) > MOST_ALERTS:
        found.append(f"… and {len(digest.alerts) - MOST_ALERTS} more.")
    if found:
        yield "*To be looked at*"
        yield from blocks.fitting(found, ROOM_FOR_ALERTS)
        yield "What can be done about it stands on the cards, and on the Home tab of Switchhook."
    if digest.unread:
        verb = "have" if len(digest.unread) > 1 else "has"
        yield (
            f":grey_question: {agendas.subject(digest.unread)} {verb} not been read for an hour or more: what is told"
            " here may be outdated. Is the phone vendor down? `switchhook check` says what to do."
        )


def _coming(digest: Digest) -> Iterator[str]:
    """What is about to happen, and what has no end."""
    days = agendas.days(digest.agenda, digest.since, posted=True)
    yield from blocks.fitting(days, ROOM)
    if not days:
        yield f"Nothing changes until {_day(digest.until, digest)}."


def _day(at: dt.datetime, digest: Digest) -> str:
    return describe.date(wall_clock(at, digest.zone).date(), year=False)
