"""Lines whose days and times are changed in forms."""

import datetime as dt
from collections.abc import Sequence

import pytest

from adapters import Change, Line, Override, Reading, Setup, WeeklyHours
from bot.editing import FORMS, Chosen, FormError, FormName, Scene, Values
from bot.language import Ask, KnownLine, read
from bot.plans import Facts
from tests.fakes import FRIDAY, NEW_YORK, FakePhones, support


def line(
    name: str = "Support",
    *,
    hours: WeeklyHours | None = None,
    zone: str = NEW_YORK,
    country: str = "US",
    overrides: tuple[Override, ...] = (),
    reading: dict[str, object] | None = None,
    **unlike: object,
) -> Facts:
    """An ordinary line; `unlike` is what its capabilities have otherwise."""
    setup: Setup = support().model_copy(update={"zone": zone, "overrides": overrides})
    setup = setup.model_copy(update={"hours": hours}) if hours else setup
    known = Line(system="fake", id="1", name=name, kind="fake line", zone=zone, country=country)
    return Facts(
        line=known,
        reading=Reading(setup=setup).model_copy(update=reading or {}),
        capabilities=FakePhones().capabilities(known).model_copy(update=unlike),
    )


def begun(form: FormName, *lines: Facts, ask: Ask | None = None, now: dt.datetime = FRIDAY) -> Values:
    """What stands in a form at first."""
    return FORMS[form].begin(Chosen.of(lines or [line()], now), ask, now)


def changes(form: FormName, values: Values, known: Facts, now: dt.datetime = FRIDAY, reason: str = "") -> list[Change]:
    """What a form means for a line."""
    scene = Scene(now=now, number_problem=lambda _: None, reason=reason)
    return list(FORMS[form].changes(values, known, scene))


def problems(form: FormName, values: Values, known: Facts, now: dt.datetime = FRIDAY) -> dict[str, str]:
    """Why a form means nothing yet."""
    with pytest.raises(FormError) as caught:
        changes(form, values, known, now)
    return caught.value.problems


def inputs(form: FormName, values: Values, *lines: Facts) -> Sequence[str]:
    """The names of what a form asks for."""
    return [each.name for each in FORMS[form].inputs(values, Chosen.of(lines or [line()], FRIDAY))]


def understood(sentence: str, *names: str, now: dt.datetime = FRIDAY) -> Ask:
    """What a sentence means."""
    known = [KnownLine(name=name, zone=NEW_YORK) for name in names or ("Support", "Sales", "Billing")]
    return read(sentence, now=now, lines=known, zone=NEW_YORK)
