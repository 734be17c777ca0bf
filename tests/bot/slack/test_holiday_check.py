"""What `switchhook check` says of public holidays."""

import pytest

from bot.slack.holiday_check import Place, findings


def said(*places: Place) -> list[str]:
    return [each.line for each in findings(places)]


def test_where_all_is_known_nothing_is_said() -> None:
    assert said(Place("Munich", "DE", "BY"), Place("Osaka", "JP", ""), Place("Raleigh", "US", "NC")) == []


def test_holidays_of_regions_that_are_left_out_are_remarked_once_for_a_country() -> None:
    [told] = said(Place("Leeds", "GB", ""), Place("York", "GB", "ENG"), Place("Cardiff", "GB", ""))

    assert told == (
        "see holidays: regional holidays of Britain (UK) are not included for Leeds and Cardiff; set `subdivision` in"
        " [[lines]] to one of ENG, NIR, SCT, WLS"
    )


@pytest.mark.parametrize(
    ("place", "words"),
    [
        pytest.param(
            Place("Leeds", "GB", "ENGLAND"),
            'fix line Leeds: "ENGLAND" is no region of Britain (UK) with holidays of its own; there are ENG, NIR, SCT,'
            " WLS",
            id="unknown",
        ),
        pytest.param(
            Place("Osaka", "JP", "27"),
            "fix line Osaka: no regions of Japan with holidays of their own are known; take `subdivision` out",
            id="none",
        ),
        pytest.param(
            Place("Somewhere", "", "BY"),
            'fix line Somewhere: set `country` beside subdivision = "BY"',
            id="no country",
        ),
        pytest.param(
            Place("Somewhere", "", ""),
            "see holidays: no country is known for Somewhere; set `country` in [[lines]]",
            id="nowhere",
        ),
        pytest.param(
            Place("Atlantis", "XX", ""),
            "see holidays: none are known for XX, where Atlantis should be",
            id="no calendar",
        ),
    ],
)
def test_what_is_wrong_or_unknown_is_said_with_what_to_do(place: Place, words: str) -> None:
    assert said(place) == [words]


def test_of_many_lines_only_some_are_named() -> None:
    [told] = said(*(Place(f"Line {number}", "GB", "") for number in range(200)))

    assert "for Line 0, Line 1, Line 2, Line 3, Line 4 and 195 more; set" in told
