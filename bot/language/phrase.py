"""What the words about time say together: which days, which times, from when until when."""

from collections.abc import Sequence
from dataclasses import replace

from bot.language.beside import certain, in_part, in_week, is_bare, parted
from bot.language.clocks import Clock
from bot.language.crossroads import LostError, ask_back
from bot.language.elements import Across, Closed, Days, Element, Except, Lasting, Moment, Phrase, Rest, Time, Times
from bot.language.items import ClockItem, DaysItem, EdgeItem, Item, Joint, LengthItem, PartItem, RestItem, ZoneItem
from bot.language.monthdays import DayRange


def parse(items: Sequence[Item]) -> Phrase:
    """What the items say; an UnclearError names the words that fit nowhere."""
    return _Parser([each for each in items if not isinstance(each, ZoneItem)]).parse(
        {each.zone for each in items if isinstance(each, ZoneItem)}
    )


_THROUGH = frozenset(("through", "thru", "through to", "up to and including"))
"""Words for "to" behind which the last day belongs to it."""
_BOTH_ENDS = (
    "From what time on the first day until what time on the last? For example: from Dec 24 2pm until Dec 26 5pm."
)
_FLAGS = {"only", "all day", "now", "early"}


class _Parser:
    """A reader that walks along the items."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.at = 0
        self.phrase = Phrase()
        self.set_apart = True
        """Whether a comma or an "and" stands before the next element."""

    def parse(self, zones: set[str]) -> Phrase:
        self.phrase.zones = zones
        if (
            self.items
            and isinstance(last := self.items[-1], Joint)
            and last.name == "and"
            and last.text not in {",", ";"}
        ):
            ask_back(f'What comes after "{last.text}"?')
        while self.at < len(self.items):
            self._element()
        return self.phrase

    def _element(self) -> None:
        if self._joint("and"):
            self.set_apart = True
            return
        if self._joint(*_FLAGS):
            self.phrase.flags.add(self._before().name)
            return
        if self._joint("closed"):
            self._add(Closed())
            return
        if self._dash_before_time():
            self.at += 1
            return
        start = self.at
        for rule in (self._rest, self._forever, self._range, self._until, self._since, self._exception, self._simple):
            self.at = start
            if rule():
                return
        self.at = start
        fact = f'I do not understand "{self._text(start)}" here.'
        raise LostError(fact)

    def _range(self) -> bool:
        """Two moments with a word between them."""
        led = self._joint("from", "between", "on", "at", "for")
        opening = self._before().name if led else ""
        left = self._moment()
        if left is None:
            return False
        joint = self._joining(opening)
        if joint is None:
            return False
        after_joint = self.at
        right = self._moment()
        if right is None:
            return False
        right = self._without_next_group(left, right, after_joint)
        return self._joined(left, right, opening, joint)

    def _joined(self, left: Moment, right: Moment, opening: str, joint: str) -> bool:
        times = left.time is not None, right.time is not None
        days = bool(left.days), bool(right.days)
        if all(days) and not any(times) and not (left.part or right.part):
            self._day_span(left, right, joint)
        elif (all(days) and all(times)) or (all(days) and times[1] and joint == "until"):
            self._add(Across(left, right))
        elif all(days) and times[0] and not (left.part or right.part):
            self._until_a_day(left, right, joint)
        elif all(days):
            ask_back(_BOTH_ENDS)
        elif times[0] and not any((left.days, times[1], right.part)) and right.days and self._on_days():
            self._until_a_day(replace(left, days=self._days_before()), right, joint)
        elif all(times) and right.days and not (right.time_first or left.days) and self._on_days():
            self._add(Across(replace(left, days=self._days_before()), right))
        elif all(times):
            said = opening in {"from", "between"} or joint == "until" or any(days)
            spoken = said or not (is_bare(left.time) and is_bare(right.time))
            self._times(left, right, spoken=spoken)
        elif days[0] and times[1] and joint == "until" and not left.part:
            self._add(Days(left.days))
            self._add(Times(end=parted(right)))
        else:
            return False
        self._joint("onwards")
        return True

    def _on_days(self) -> bool:
        """Days stand right before: "Dec 31 from 3pm until Jan 2 9am"."""
        return bool(self.phrase.elements) and not self.set_apart and isinstance(self.phrase.elements[-1], Days)

    def _days_before(self) -> tuple[DayRange, ...]:
        """Those days, which are taken from what was said before."""
        start = self.phrase.elements.pop()
        assert isinstance(start, Days)  # noqa: S101  # `_on_days` looked
        return start.ranges

    def _until_a_day(self, left: Moment, right: Moment, joint: str) -> None:
        """From a time of one day until another day, which may belong to it: only "through" tells."""
        self._add(Across(left, right, inclusive=True if joint == "through" else None))

    def _times(self, left: Moment, right: Moment, *, spoken: bool) -> None:
        part = left.part or right.part
        before = left.days and not left.time_first
        if left.days and before:
            self._add(Days(left.days))
        self._add(Times(parted(left, part), parted(right, part if not certain(right.time) else ""), spoken=spoken))
        if left.days and not before:
            self._add(Days(left.days))
        if right.days:
            self._add(Days(right.days))

    def _day_span(self, left: Moment, right: Moment, joint: str) -> None:
        first, last = left.days[-1], right.days[0]
        if first.last is not None or last.last is not None or len(right.days) > 1:
            ask_back("Those dates run into each other. Please write them one by one.")
        if joint == "until":
            if left.days[:-1]:
                self._add(Days(left.days[:-1]))
            self._add(Across(Moment((first,)), Moment((last,)), inclusive=None))
            return
        self._add(Days((*left.days[:-1], DayRange(first.first, last.first))))

    def _until(self) -> bool:
        """Such as "until 3pm", "until Monday", "before noon"."""
        through = self._peek_name() == "to" and self._text(self.at).lower() in _THROUGH
        if not (self._joint("to") if through else self._joint("until", "before")):
            return False
        inclusive = {"to": True, "before": False}.get(self._before().name)
        end = self._moment()
        if end is None:
            return False
        if end.days:
            self._add(Across(None, end, inclusive=inclusive))
        else:
            self._add(Times(end=parted(end)))
        return True

    def _since(self) -> bool:
        """Such as "from 3pm on", "after noon", "from Monday until further notice", "from 2pm for 2 hours"."""
        if not self._joint("from", "after"):
            return False
        start = self._moment()
        if start is None:
            return False
        self._joint("onwards") or (start.time is not None and self._joint("on"))
        if self._joint("forever"):
            self._add(Across(start, None))
        elif start.time is None:
            several = len(start.days) > 1 or any(each.last for each in start.days)
            if not start.days or not (several or self._length_beside()):
                ask_back("Until when?")
            self._add(Days(start.days))
        else:
            self._moment_alone(start)
        return True

    def _forever(self) -> bool:
        """Such as "until further notice", "from Monday 9am until further notice", "tomorrow until further notice"."""
        self._joint("from", "on")
        start = self._moment()
        self._joint("and", "onwards")
        if not self._joint("forever"):
            return False
        self._add(Across(start, None))
        return True

    def _rest(self) -> bool:
        item = self._peek()
        if not isinstance(item, RestItem):
            return False
        self.at += 1
        self._add(Rest(item.of))
        return True

    def _exception(self) -> bool:
        if not self._joint("except"):
            return False
        self._joint("on")
        item = self._peek()
        if not isinstance(item, DaysItem):
            return False
        ranges = item.ranges
        self.at += 1
        while self._joint("and") and isinstance(item := self._peek(), DaysItem):
            ranges += item.ranges
            self.at += 1
        self._add(Except(ranges))
        return True

    def _simple(self) -> bool:
        """A moment, or a length."""
        lead = self._joint("on", "at", "for", "in", "next", "from") and self._before().name
        if lead == "for":
            lead = (self._joint("next") and "next") or lead
        item = self._peek()
        if isinstance(item, LengthItem):
            self.at += 1
            if lead == "from":
                return False
            self._add(Lasting(item, away=lead == "in", next=lead == "next"))
            return True
        if lead in {"in", "next"}:
            return False
        moment = self._moment()
        if moment is None:
            return False
        if isinstance(moment.time, Clock) and moment.time.bare and not moment.part and not moment.days and lead != "at":
            return False
        self._moment_alone(moment, led=lead == "at")
        return True

    def _moment_alone(self, moment: Moment, *, led: bool = True) -> None:
        bare = isinstance(moment.time, Clock) and moment.time.bare
        if bare and moment.days and not (led or moment.part or self._at_said):
            ask_back("At what time? Please say it with am or pm.")
        if moment.days and not moment.time_first:
            self._add(Days(moment.days))
        length = self._minutes_follow() if moment.time is not None else 0
        if moment.time is not None:
            self._add(Times(parted(moment), minutes=length))
        elif moment.part:
            self._add(Times(part=moment.part))
        if moment.days and moment.time_first:
            self._add(Days(moment.days))

    def _moment(self) -> Moment | None:
        """A day, a time and a part of the day, in any order, each at most once."""
        days: tuple[DayRange, ...] = ()
        time: Time | None = None
        part, time_first, self._at_said = "", False, False
        while True:
            start = self.at
            leads = (days or time or part) and self._joint("at", "on", "for")
            lead = self._before().name if leads else ""
            item = self._peek()
            if isinstance(item, DaysItem) and not days and lead in {"", "on", "for"}:
                days, time_first = item.ranges, time is not None
            elif isinstance(item, ClockItem) and time is None and lead in {"", "at", "for"}:
                time, self._at_said = item.clock, self._at_said or lead in {"at", "for"}
            elif isinstance(item, EdgeItem) and time is None and lead in {"", "at"}:
                time = item.at
            elif isinstance(item, PartItem) and not part and lead in {"", "on", "for"}:
                part = item.part
            else:
                self.at = start
                break
            self.at += 1
        return Moment(days, time, part, time_first) if days or time or part else None

    def _without_next_group(self, left: Moment, right: Moment, start: int) -> Moment:
        """The right moment, without the day or time that belongs to what follows it."""
        if not (right.days and right.time):
            return right
        follows_range = isinstance(self._peek(), Joint) and self._peek_name() in {"to", "until"}
        follows_time = isinstance(self._peek(), (ClockItem, EdgeItem)) or self._peek_name() in {"from", "between"}
        if right.time_first and ((left.days and follows_time) or follows_range):
            self._back_to(start, ClockItem, EdgeItem)
            return Moment((), right.time, right.part)
        if not right.time_first and follows_range:
            self._back_to(start, DaysItem)
            return Moment(right.days)
        return right

    def _back_to(self, start: int, *kinds: type[Item]) -> None:
        self.at = start
        while not isinstance(self.items[self.at], kinds):
            self.at += 1
        self.at += 1
        while isinstance(self._peek(), PartItem) and ClockItem in kinds:
            self.at += 1

    def _joining(self, opening: str) -> str | None:
        if self._joint("to", "until"):
            name = "through" if self._before().text.lower() in _THROUGH else self._before().name
            self._joint("at", "on", "to", "until")
            return name
        if opening == "between" and self._joint("and"):
            return "to"
        return None

    def _dash_before_time(self) -> bool:
        """A dash or colon that only sets the time apart: "6 Jan - 6:37am"."""
        item = self._peek()
        after_days = bool(self.phrase.elements) and isinstance(self.phrase.elements[-1], Days)
        return after_days and isinstance(item, Joint) and item.text == "-"

    def _length_beside(self) -> bool:
        if any(isinstance(each, Lasting) for each in self.phrase.elements):
            return True
        ahead = [each for each in self.items[self.at : self.at + 2] if not isinstance(each, Joint)]
        return bool(ahead) and isinstance(ahead[0], LengthItem)

    def _minutes_follow(self) -> int:
        start = self.at
        self._joint("for")
        item = self._peek()
        if isinstance(item, LengthItem) and item.minutes:
            self.at += 1
            return item.minutes
        self.at = start
        return 0

    def _joint(self, *names: str) -> bool:
        item = self._peek()
        if isinstance(item, Joint) and item.name in names:
            self.at += 1
            return True
        return False

    def _before(self) -> Joint:
        item = self.items[self.at - 1]
        return item if isinstance(item, Joint) else Joint("")

    def _peek(self) -> Item | None:
        return self.items[self.at] if self.at < len(self.items) else None

    def _peek_name(self) -> str:
        item = self._peek()
        return item.name if isinstance(item, Joint) else ""

    def _add(self, element: Element) -> None:
        elements = self.phrase.elements
        before = elements[-1] if elements and not self.set_apart else None
        self.set_apart = False
        if isinstance(before, Days) and isinstance(element, Days):
            within = in_week(before, element)
            if within:
                elements[-1] = within
                return
            ask_back("Two days stand side by side. Say whether both are meant, with and or a comma.")
        if isinstance(before, Times) and isinstance(element, Times):
            if before.part:
                elements[-1] = in_part(element, before.part)
                return
            if not (before.end and element.start and element.end):
                ask_back("Two times stand side by side. Say from when until when.")
        elements.append(element)

    def _text(self, at: int) -> str:
        return self.items[at].text
