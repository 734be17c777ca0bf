"""How well, and how fast, sentences are read: `python tests/bench/bench_language.py FOLDER` with the public corpora.

A phrase counts as exact, asked back, or wrong; where its source lists two readings, each is exact. A part of the day
is the line's own matter and is left out; so is an instant's end, which no source gives. *Open* are phrases with two
live readings, or more than 18 months ahead, that were asked back: that counts neither as right nor as wrong.
Dateparser alone stands beside us, and Microsoft's Recognizers after `pip install --group bench`.
"""

import argparse
import datetime as dt
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from bot.language import Ask, KnownLine, Window, read, warm_up
from tests.bench.peers import Peer, peers

Row: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = tuple[str, str | None] | None
ZONE = "America/New_York"
LINE = KnownLine(name="Support", zone=ZONE)
DAYS = {"Mo": "mon", "Tu": "tue", "We": "wed", "Th": "thu", "Fr": "fri", "Sa": "sat", "Su": "sun"}

_CORE = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:r|rs)?|thurday|fri|sat(?:ur)?|sun)(?:day)?s?|modnay|"
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    r"today|tonight|tom+or+ow(?:'?s)?|noon|midnight|morning|afternoon|evening|night|"
    r"\d[\d:./;,|-]*(?:[ap]m?|st|nd|rd|th)?|[ap]\.?m\.?|o'clock|next|this|first|second|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve",
    re.IGNORECASE,
)
_GLUE = {"at", "on", "in", "the", "for", "from", "to", "of", "between", "and", "until", "through", "week", "weekend"}
_STRONG = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|modnay|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|tod|toni|tom|noon|\d)",
    re.IGNORECASE,
)


def rows(folder: Path, name: str) -> list[Row]:
    """The rows of a corpus file."""
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def date_part(sentence: str) -> str:
    """The words of a sentence that say when."""
    runs: list[list[str]] = [[]]
    for word in sentence.split():
        bare = word.strip(".,!?\"'")
        if _CORE.fullmatch(bare) or bare.lower() in _GLUE:
            runs[-1].append(bare)
            if word[-1] in ",.!?" and bare != word:
                runs.append([])
        else:
            runs.append([])
    kept = [" ".join(_trimmed(run)) for run in runs if any(_STRONG.match(word) for word in run)]
    return " ".join(each for each in kept if each)


def _trimmed(run: Sequence[str]) -> Sequence[str]:
    words = list(run)
    while words and words[-1].lower() in _GLUE - {"week", "weekend"}:
        words.pop()
    while (
        words and words[0].lower() in {"to", "in", "of", "and", "the"} and not _STRONG.match("".join(words[1:2]) or "-")
    ):
        words.pop(0)
    while words and words[0].lower() in {"to", "in"} and words[1:2] != [] and not words[1][0].isdigit():
        words.pop(0)
    return words if any(_STRONG.match(word) for word in words) else []


def wanted(row: Row) -> list[Answer]:
    """All answers that are right."""
    pairs = [(row["expected_start"], row["expected_end"]), *map(tuple, row.get("alternatives") or ())]
    return [(_minute(start), end and _minute(end)) for start, end in pairs]


def _minute(text: str) -> str:
    return text if "T" in text else f"{text}T00:00"


def ours(text: str, now: dt.datetime) -> Ask:
    """What we read in a phrase, as a closure."""
    return read(f"close support {text}", now=now, lines=[LINE], zone=ZONE)


def judge(row: Row, window: Window) -> bool | None:
    """Whether a window is what was meant; None where only the line's own hours could tell."""
    if not isinstance(window.start, dt.datetime) or not isinstance(window.end, dt.datetime):
        return None
    start, end = f"{window.start:%Y-%m-%dT%H:%M}", f"{window.end:%Y-%m-%dT%H:%M}"
    for right in wanted(row):
        if right is None:
            continue
        same_start, same_end = start == right[0], right[1] is None or end == right[1]
        if row.get("time_only"):
            same_start, same_end = start[10:] == right[0][10:], right[1] is None or end[10:] == right[1][10:]
        if same_start and same_end:
            return True
    return False


def peer_verdict(row: Row, peer: Peer) -> str:
    """What a peer makes of a phrase; an end that it loses is wrong, and it never asks, it only finds nothing."""
    text = date_part(row["text"]) if row["kind"] == "sentence" else row["text"]
    found = peer(text, dt.datetime.fromisoformat(row["now"]))
    if found is None:
        return "asked"
    return "exact" if any(right and _is_same(found, right, row["grain"]) for right in wanted(row)) else "wrong"


def _is_same(found: tuple[str, str | None], right: tuple[str, str | None], grain: str) -> bool:
    start, end = found
    if grain == "day" and start[:10] != right[0][:10]:
        return False
    if grain != "day" and start != right[0]:
        return False
    if end is None:
        return right[1] is None or (grain == "day" and _days(right) <= 1)
    return right[1] is None or end[: len(right[1])] == right[1]


def _days(answer: tuple[str, str | None]) -> float:
    start, end = answer
    return (dt.datetime.fromisoformat(end or start) - dt.datetime.fromisoformat(start)) / dt.timedelta(days=1)


def dates(folder: Path, *, show: bool) -> tuple[Counter[str], list[float]]:
    """Our verdicts on `dates.jsonl`, and how long each sentence took."""
    verdicts: Counter[str] = Counter()
    took: list[float] = []
    for row in rows(folder, "dates.jsonl"):
        text = date_part(row["text"]) if row["kind"] == "sentence" else row["text"]
        now = dt.datetime.fromisoformat(row["now"]).replace(tzinfo=ZoneInfo(ZONE))
        began = time.perf_counter()
        ask = ours(text, now)
        took.append((time.perf_counter() - began) * 1000)
        verdict = _verdict(row, ask)
        verdicts[verdict] += 1
        if show and verdict != "exact":
            said = ask.question or ask.readback
            print(f"  {verdict:6} {row['id']} {text!r} now {row['now']} wanted {wanted(row)} got {said}")
    return verdicts, took


def _verdict(row: Row, ask: Ask) -> str:
    if ask.question:
        return "open" if _may_be_asked(row) else "asked"
    if row["kind"] == "part_of_day":
        return "open"
    right = judge(row, ask.windows[0]) if len(ask.windows) == 1 else False
    return {True: "exact", False: "wrong", None: "asked"}[right]


def _may_be_asked(row: Row) -> bool:
    """Two readings are live, or it is more than 18 months ahead."""
    far = dt.datetime.fromisoformat(row["expected_start"]) - dt.datetime.fromisoformat(row["now"]) > dt.timedelta(550)
    return bool(row.get("ambiguous")) or far


def weekly(folder: Path, *, show: bool) -> Counter[str]:
    """The verdicts on the weekly hours."""
    verdicts: Counter[str] = Counter()
    now = dt.datetime(2026, 11, 18, 9, tzinfo=ZoneInfo(ZONE))
    for row in rows(folder, "weekly_hours.jsonl"):
        if row["type"] != "weekly_hours":
            continue
        ask = read(f"set support hours {row['text']}", now=now, lines=[LINE], zone=ZONE)
        right = {DAYS[day]: hours for day, hours in row["expected"].items()}
        found = ask.model_dump(mode="json")["weekly"]
        verdict = "asked" if ask.question else "exact" if _merged(right) == found else "wrong"
        verdicts[verdict] += 1
        if show and verdict != "exact":
            print(f"  {verdict:6} {row['id']} {row['text']!r} got {ask.question or ask.readback}")
    return verdicts


def _merged(hours: Mapping[str, Iterable[Sequence[str]]]) -> dict[str, list[list[str]]]:
    result: dict[str, list[list[str]]] = {}
    for day, intervals in hours.items():
        merged: list[list[str]] = []
        for start, end in sorted([*each] for each in intervals):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        result[day] = merged
    return result


def negatives(folder: Path, *, show: bool) -> int:
    """How many texts without a date were answered."""
    now = dt.datetime(2026, 11, 18, 9, tzinfo=ZoneInfo(ZONE))
    answered = 0
    for row in rows(folder, "negatives.jsonl"):
        ask = ours(row["text"], now)
        if not ask.question:
            answered += 1
            if show:
                print(f"  answered {row['id']} {row['text']!r}: {ask.readback}")
    return answered


def hostile() -> dict[str, float]:
    """The longest that hostile texts took, in milliseconds."""
    now = dt.datetime(2026, 11, 18, 9, tzinfo=ZoneInfo(ZONE))
    texts = {
        "8,000 digits apart": "1 " * 4_000,
        "8,000 characters": "close support " + "saturday " * 888,
        "8,000 opening brackets": "<" * 8_000,
        "300 digits apart": "close support " + "1 " * 140,
        "300 of dates": "close support " + "dec 24 - " * 31,
        "300 of for": "close support for " + "mon " * 70,
        "300 of commas": "close support " + "monday, " * 35,
        "300 of next": "close support " + "next fri " * 31,
        "300 unknown words": "close support " + "abcdef " * 40,
    }
    return {name: _best(lambda text=text: read(text, now=now, lines=[LINE], zone=ZONE)) for name, text in texts.items()}  # type: ignore[misc]  # a default binds the text


def _best(call: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of the corpora")
    parser.add_argument("--show", action="store_true", help="print every phrase that is not exact")
    options = parser.parse_args(arguments)
    warm_up()
    dates(options.folder, show=False)
    verdicts, took = dates(options.folder, show=options.show)
    everyone = {"Switchhook": verdicts}
    for name, peer in peers().items():
        everyone[name] = Counter(peer_verdict(row, peer) for row in rows(options.folder, "dates.jsonl"))
    columns = "".join(f"{each:>8}" for each in ("exact", "wrong", "asked", "open"))
    print(f"{f'dates.jsonl ({verdicts.total()})':32}{columns}{'exact of the rest':>20}")
    for name, counts in everyone.items():
        shares = "".join(f"{counts[each] / counts.total():8.1%}" for each in ("exact", "wrong", "asked", "open"))
        print(f"  {name:30}{shares}{counts['exact'] / (counts.total() - counts['open']):20.1%}")
    hours = weekly(options.folder, show=options.show)
    print(f"weekly_hours.jsonl: {hours['exact']} exact, {hours['wrong']} wrong, {hours['asked']} asked")
    print(f"negatives.jsonl: {negatives(options.folder, show=options.show)} answered")
    cuts = statistics.quantiles(took, n=100)
    print(f"a sentence: p50 {cuts[49]:.2f} ms, p95 {cuts[94]:.2f} ms, p99 {cuts[98]:.2f} ms")
    for name, each in hostile().items():
        print(f"  {name}: {each:.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
