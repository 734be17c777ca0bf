"""What callers hear of the keys: the words that are suggested, and what is said where words and keys differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import Change, Destination, Line, MenuAction, Option, Reading, RemoveMenuKey, SetMenuKey, SetOption, Setup
from bot import plans
from tests.fakes import FRIDAY, NEW_YORK, FakePhones, support

LINE = Line(system="telegent", id="1", name="Front Office", kind="workgroup", zone=NEW_YORK, country="US")
NAMES = {"7": "Billing", "8": "Support", "9": "Returns"}
UNSAID = "Callers of Front Office learn of its keys from the announcement alone"


def department(number: str) -> MenuAction:
    return MenuAction(action="department", target_kind="department", target_id=number)


def facts(announcement: str | None, **keys: MenuAction) -> plans.Facts:
    """A line with this announcement and the keys `k1`, `k2` and so on."""
    option = Option(name="announcement", label="Announcement", type="text", maximum=300, readable=False)
    phones = FakePhones()
    phones.unlike = {
        "options": (option,),
        "key_announcement": option.name,
        "unreadable": frozenset({"set_menu_key", "remove_menu_key"}),
    }
    return plans.Facts(
        line=LINE,
        reading=Reading(setup=_setup(announcement, keys)),
        capabilities=phones.capabilities(LINE),
        destinations=tuple(Destination(kind="department", id=each, name=name) for each, name in NAMES.items()),
    )


def _setup(announcement: str | None, keys: dict[str, MenuAction]) -> Setup:
    setup = support().model_copy(update={"options": {} if announcement is None else {"announcement": announcement}})
    for name, action in {"k1": None, **keys}.items():
        key = name.removeprefix("k")
        change = SetMenuKey(key=key, action=action) if action else RemoveMenuKey(key=key)
        setup = change.applied_to(setup)
    return setup


def suggested(known: plans.Facts, *changes: Change) -> str:
    found = plans.announcing(plans.make(changes, known, FRIDAY), known)
    assert found
    return found.suggestion


def warned(known: plans.Facts, *changes: Change) -> str:
    return " ".join(plans.make(changes, known, FRIDAY).warnings)


@pytest.mark.parametrize(
    ("announcement", "words"),
    [
        pytest.param(None, "Press 3 for Billing.", id="nothing known"),
        pytest.param("Hello.", "Hello. Press 3 for Billing.", id="a greeting"),
        pytest.param("Hello", "Hello. Press 3 for Billing.", id="a greeting without a full stop"),
        pytest.param(
            "Hello. Press 1 for Sales, press 2 for Support.",
            "Hello. Press 1 for Sales, press 2 for Support, press 3 for Billing.",
            id="other keys",
        ),
        pytest.param(
            "Press 3 for Sales or press 0 for the operator. Or stay on the line.",
            "Press 3 for Billing, press 0 for the operator. Or stay on the line.",
            id="the same key, and what follows",
        ),
        pytest.param(
            "Welcome! For Sales, press 1. For Support press 2.",
            "Welcome! Press 1 for Sales, press 2 for Support, press 3 for Billing.",
            id="the other way round",
        ),
    ],
)
def test_a_suggestion_names_the_new_key_beside_what_callers_hear_already(announcement: str | None, words: str) -> None:
    assert suggested(facts(announcement), SetMenuKey(key="3", action=department("7"))) == words


def test_keys_that_were_set_here_are_named_too_and_a_removed_one_is_not() -> None:
    known = facts("Hello. Press 1 for Sales.", k2=department("8"), k4=department("9"))

    assert suggested(known, RemoveMenuKey(key="4")) == "Hello. Press 1 for Sales, press 2 for Support."


def test_a_bare_number_has_no_name_so_nothing_is_suggested() -> None:
    number = MenuAction(action="transfer", target_kind="number", target_id="+19195550100")
    known = facts(None)

    found = plans.announcing(plans.make([SetMenuKey(key="3", action=number)], known, FRIDAY), known)

    assert found
    assert found.suggestion == ""


def test_a_suggestion_is_never_longer_than_the_vendor_takes() -> None:
    assert suggested(facts(f"{'Hello ' * 49}"), SetMenuKey(key="3", action=department("7"))) == ""


@pytest.mark.parametrize(
    ("announcement", "change", "said"),
    [
        pytest.param(None, SetMenuKey(key="3", action=department("7")), "make sure that it names key 3.", id="unseen"),
        pytest.param(None, RemoveMenuKey(key="2"), "make sure that it no longer names key 2.", id="unseen, removed"),
        pytest.param(
            "Press 1 for Sales.",
            SetMenuKey(key="3", action=department("7")),
            "does not name key 3: “Press",
            id="missing",
        ),
        pytest.param("We open at 9. Press 2.", RemoveMenuKey(key="2"), "still names key 2: “We open", id="left over"),
        pytest.param("Press two for Sales.", RemoveMenuKey(key="2"), "still names key 2", id="as a word"),
        pytest.param(
            "Open 24/7, press 2.", SetMenuKey(key="7", action=department("7")), "does not name key 7", id="no key"
        ),
        pytest.param("We open at 9.", SetMenuKey(key="9", action=department("7")), "does not name key 9", id="an hour"),
    ],
)
def test_a_plan_says_what_callers_will_not_hear_or_still_hear(
    announcement: str | None, change: Change, said: str
) -> None:
    told = warned(facts(announcement, k2=department("8")), change)

    assert UNSAID in told
    assert said in told


@pytest.mark.parametrize(
    ("announcement", "change"),
    [
        pytest.param("Press 3 for Billing.", SetMenuKey(key="3", action=department("7")), id="named"),
        pytest.param("Press 1 for Sales, 3 for Billing.", SetMenuKey(key="3", action=department("7")), id="in a list"),
        pytest.param("Press 1 for Sales.", RemoveMenuKey(key="2"), id="never named"),
    ],
)
def test_words_that_fit_the_keys_are_no_matter(announcement: str, change: Change) -> None:
    assert UNSAID not in warned(facts(announcement, k2=department("8")), change)


def test_a_line_without_an_announcement_in_words_hears_nothing_of_all_this() -> None:
    known = facts(None).model_copy(update={"capabilities": FakePhones().capabilities(LINE)})

    assert UNSAID not in warned(known, SetMenuKey(key="3", action=department("7")))


@given(st.dictionaries(st.sampled_from("123456789"), st.sampled_from(sorted(NAMES)), min_size=1), st.data())
def test_whoever_takes_the_suggestion_is_warned_of_nothing_and_offered_nothing_more(
    keys: dict[str, str], data: st.DataObject
) -> None:
    known = facts(None, **{f"k{key}": department(target) for key, target in keys.items()})
    key, target = data.draw(st.sampled_from("0123456789")), data.draw(st.sampled_from(sorted(NAMES)))
    change = SetMenuKey(key=key, action=department(target))

    words = suggested(known, change)
    both = plans.make(plans.with_announcement([change], known, words), known, FRIDAY)

    assert UNSAID not in " ".join(both.warnings)
    assert both.changes[1] == SetOption(name="announcement", value=words)
    taken = plans.announcing(both, known)
    assert taken
    assert taken.text == taken.suggestion == words
    assert plans.with_announcement(both.changes, known, words) == both.changes
    assert plans.with_announcement(both.changes, known, "") == (change,)
