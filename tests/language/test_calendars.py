"""Public holidays by country and region."""

import datetime as dt

import pytest

from bot.language import public_holidays, regions

YEAR = (dt.date(2026, 1, 1), dt.date(2027, 1, 1))


def named(country: str, subdivision: str = "") -> dict[str, str]:
    found = public_holidays(country, subdivision, *YEAR)
    assert found is not None
    return {f"{date:%m-%d}": name for date, name in found}


@pytest.mark.parametrize(
    ("country", "subdivision", "date", "name"),
    [
        pytest.param("US", "", "11-26", "Thanksgiving Day", id="us-floating"),
        pytest.param("US", "", "07-04", "Independence Day", id="us-on-a-saturday"),
        pytest.param("US", "", "07-03", "Independence Day (observed)", id="us-observed"),
        pytest.param("US", "CA", "11-27", "Day After Thanksgiving", id="us-california"),
        pytest.param("DE", "", "10-03", "German Unity Day", id="de-in-english"),
        pytest.param("DE", "BY", "01-06", "Epiphany", id="de-bavaria"),
        pytest.param("GB", "", "12-28", "Boxing Day (observed)", id="gb-observed"),
        pytest.param("GB", "SCT", "11-30", "Saint Andrew's Day", id="gb-scotland"),
        pytest.param("GB", "ENG", "04-06", "Easter Monday", id="gb-england"),
        pytest.param("JP", "", "04-29", "Showa Day", id="jp"),
    ],
)
def test_a_country_and_its_regions_have_their_holidays(country: str, subdivision: str, date: str, name: str) -> None:
    assert named(country, subdivision)[date] == name


@pytest.mark.parametrize(("country", "date"), [("DE", "01-06"), ("GB", "11-30"), ("US", "11-27"), ("GB", "04-06")])
def test_what_only_a_region_has_is_no_holiday_of_the_country(country: str, date: str) -> None:
    assert date not in named(country)


@pytest.mark.parametrize("country", ["", "XX", "us", "Neverland"])
def test_of_a_country_without_a_calendar_nothing_is_known(country: str) -> None:
    assert public_holidays(country, "", *YEAR) is None
    assert regions(country) == ()


def test_a_region_that_nobody_knows_has_the_holidays_of_its_country() -> None:
    assert named("DE", "XX") == named("DE")
    assert named("JP", "BY") == named("JP")


def test_regions_are_named_as_they_are_written() -> None:
    assert {"BY", "BE"} <= set(regions("DE"))
    assert set(regions("GB")) == {"ENG", "NIR", "SCT", "WLS"}
    assert regions("JP") == ()


def test_the_last_date_is_not_included_and_days_are_in_order() -> None:
    found = public_holidays("US", "", dt.date(2026, 12, 25), dt.date(2027, 1, 1))

    assert found == ((dt.date(2026, 12, 25), "Christmas Day"),)
    assert public_holidays("US", "", dt.date(2027, 12, 31), dt.date(2028, 1, 1)) == (
        (dt.date(2027, 12, 31), "New Year's Day (observed)"),
    )
    assert public_holidays("US", "", dt.date(2026, 12, 25), dt.date(2026, 12, 25)) == ()


def test_half_days_by_custom_are_no_public_holidays() -> None:
    assert "12-24" not in named("US")
    assert "12-31" not in named("DE", "BY")
