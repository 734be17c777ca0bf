"""Callbacks where the vendor decides about them, and keys that lead to a number."""

import datetime as dt

import pytest

from adapters import (
    Change,
    Destination,
    MenuAction,
    Option,
    QueueSettings,
    Reading,
    SetCallback,
    SetMenuKey,
    SetOption,
    SetTreatment,
)
from bot import language, plans
from bot.errors import NothingToDoError, SayError
from bot.intent import AskBackError, changes_of
from bot.language import Ask, KnownLine
from bot.plans import Facts
from bot.policy import Policy
from tests.bot.test_intent import LINE
from tests.fakes import ALL_CHANGES, FRIDAY, NEW_YORK, FakePhones, support

QUEUE = QueueSettings(callback=False)
"""As of a vendor that sets key and threshold itself."""


def attendant(callback: str = "", *destinations: Destination) -> Facts:
    """A line with a menu and without a queue."""
    phones = FakePhones()
    phones.unlike = {"changes": ALL_CHANGES - {"set_callback"}, "callback_keys": ""}
    return Facts(
        line=LINE.model_copy(update={"kind": "auto attendant", "system": "webex"}),
        reading=Reading(setup=support().model_copy(update={"queue": None, "members": None})),
        capabilities=phones.capabilities(LINE),
        destinations=destinations,
        callback=callback,
    )


def queue(*, callback: bool = False) -> Facts:
    """A queue whose vendor sets the key for callbacks itself."""
    phones = FakePhones()
    phones.unlike = {"callback_keys": ""}
    settings = QUEUE.model_copy(update={"callback": callback})
    return Facts(
        line=LINE.model_copy(update={"kind": "call queue", "system": "webex"}),
        reading=Reading(setup=support().model_copy(update={"queue": settings})),
        capabilities=phones.capabilities(LINE),
    )


def heard(text: str) -> Ask:
    return language.read(text, now=FRIDAY, lines=[KnownLine(name="Support", zone=NEW_YORK)], zone=NEW_YORK)


def changes(text: str, facts: Facts) -> tuple[Change, ...]:
    policy = Policy(approve=("UAMIR",))
    return changes_of(heard(text), facts, FRIDAY, lambda number: policy.number_problem(number, "US"))


@pytest.mark.parametrize("callback", ["+19195550100", "4500"])
def test_a_callback_key_of_a_menu_leads_to_where_the_settings_say(callback: str) -> None:
    found = changes("add 9 for callback on support", attendant(callback))

    action = MenuAction(action="transfer", target_kind="number", target_id=callback)
    assert found == (SetMenuKey(key="9", action=action),)


def test_without_a_configured_number_it_is_asked_where_the_key_leads() -> None:
    with pytest.raises(AskBackError, match=r"Where should key 9 lead\?") as caught:
        changes("add 9 for callback on support", attendant())

    assert "Name the number, for example `press 9 goes to +1 919 555 0100 on Support`." in str(caught.value)
    assert caught.value.choices == ()


@pytest.mark.parametrize(
    ("destinations", "labels"),
    [
        pytest.param(["Sales", "Billing"], ["Sales (number)", "Billing (number)"], id="few"),
        pytest.param(["A", "B", "C", "D", "E"], [], id="too many"),
        pytest.param(["A", "B", "C", "D", "Call-back desk"], ["Call-back desk (number)"], id="one is named so"),
    ],
)
def test_destinations_that_fit_are_offered_and_can_be_chosen(destinations: list[str], labels: list[str]) -> None:
    known = [Destination(kind="number", id=f"45{at:02}", name=name) for at, name in enumerate(destinations)]
    facts = attendant("", *known)

    with pytest.raises(AskBackError) as caught:
        changes("add 9 for callback on support because of training", facts)

    assert [each.label for each in caught.value.choices] == labels
    for choice in caught.value.choices:
        (chosen,) = changes(choice.text, facts)
        assert isinstance(chosen, SetMenuKey)
        assert chosen.action.target_id in {each.id for each in known}
        assert heard(choice.text).reason == "training"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("turn off callback on support", "no callback to turn off"),
        ("turn on callback on support", "a callback needs a key there"),
        ("turn on callback threshold 5 on support", "where nobody waits"),
    ],
)
def test_what_a_menu_cannot_mean_is_asked_back(text: str, complaint: str) -> None:
    with pytest.raises(AskBackError, match=complaint):
        changes(text, attendant("+19195550100"))


def test_the_rules_for_numbers_hold_for_the_configured_one_too() -> None:
    with pytest.raises(SayError, match=r"allow that country\. It is the `callback` of Support in the settings"):
        changes("add 9 for callback on support", attendant("+442079460000"))


def test_where_the_vendor_sets_the_key_it_is_asked_whether_to_turn_callbacks_on() -> None:
    with pytest.raises(AskBackError) as caught:
        changes("add 9 for callback on support", queue())

    assert str(caught.value) == (
        "Webex itself sets the key for callbacks of a queue, so 9 cannot be chosen. Turn callbacks on for Support?"
    )
    (choice,) = caught.value.choices
    assert choice.text == "turn on callback for Support"
    assert changes(choice.text, queue()) == (SetCallback(on=True),)


def test_where_the_vendor_does_not_count_calls_the_threshold_is_asked_about() -> None:
    with pytest.raises(AskBackError, match="“more than 5 calls” cannot be set"):
        changes("turn on callback threshold 5 on support", queue())


def test_callbacks_that_are_on_are_not_asked_about() -> None:
    with pytest.raises(NothingToDoError, match="Support offers callbacks already"):
        changes("add 9 for callback on support", queue(callback=True))


@pytest.mark.parametrize(
    ("text", "target", "action"),
    [
        pytest.param("+1 919 555 0100", "+19195550100", "transfer", id="number"),
        pytest.param("(919) 555-0100", "+19195550100", "transfer", id="number as people write it"),
        pytest.param("4500", "4500", "transfer", id="extension"),
        pytest.param("extension 4500", "4500", "transfer", id="extension by name"),
        pytest.param("Sales", "4501", "transfer", id="another line"),
        pytest.param("say so and transfer to 4500", "4500", "announced_transfer", id="by another action"),
        pytest.param("+1 (919) 555-0199", "+19195550199", "transfer", id="number of another line"),
    ],
)
def test_a_key_can_lead_to_a_number(text: str, target: str, action: str) -> None:
    known = (
        Destination(kind="number", id="4501", name="Sales"),
        Destination(kind="number", id="+19195550199", name="Billing"),
    )
    ask = Ask.model_validate({"verb": "menu", "lines": ("Support",), "key": "3", "target": text, "menu": "open"})

    policy = Policy(approve=("UAMIR",))
    found = changes_of(
        ask.model_copy(update={"target": text.replace(" to 4500", " 4500")}),
        attendant("", *known),
        FRIDAY,
        lambda number: policy.number_problem(number, "US"),
    )

    assert found == (SetMenuKey(key="3", action=MenuAction(action=action, target_kind="number", target_id=target)),)


@pytest.mark.parametrize("number", ["+1 900 555 0100", "+44 20 7946 0000", "12345678"])
def test_a_number_that_must_not_be_called_is_refused(number: str) -> None:
    with pytest.raises(SayError):
        changes(f"press 3 goes to {number} on support", attendant())


def test_a_number_outside_is_shown_in_full_and_is_high_risk() -> None:
    facts = attendant("", Destination(kind="number", id="4501", name="Sales"))

    outside, inside = (
        plans.make(changes(f"press 3 goes to {target} on support", facts), facts, FRIDAY)
        for target in ("+1 919 555 0100", "sales")
    )

    assert (outside.summary, outside.risk) == ("On Support, key 3 while open: Transfer the call: +19195550100.", "high")
    assert (inside.summary, inside.risk) == (
        "On Support, key 3 while open: Transfer the call: Sales (extension 4501).",
        "low",
    )


def test_calls_of_a_line_without_an_open_menu_can_be_sent_elsewhere_while_closed() -> None:
    facts = queue()
    setup = facts.setup.model_copy(update={"open_menu": None})
    numbers = [each for each in facts.capabilities.menu_actions if "number" in each.targets]
    capabilities = facts.capabilities.model_copy(update={"menu_keys": "", "treatments": tuple(numbers)})
    only = facts.model_copy(update={"reading": Reading(setup=setup), "capabilities": capabilities})

    found = changes("send calls to +1 919 555 0100 when closed on support", only)

    action = MenuAction(action="transfer", target_kind="number", target_id="+19195550100")
    assert found == (SetTreatment(menu="closed", action=action),)
    with pytest.raises(SayError, match="has no menu"):
        changes("press 3 goes to 4500 on support when closed", only)
    with pytest.raises(SayError, match="no menu while open"):
        changes("send calls to 4500 when open on support", only)


def test_an_action_may_be_named_by_its_label() -> None:
    facts = attendant()
    found = changes("press 6 goes to voicemail on support", facts)
    by_label = changes_of(
        Ask.model_validate({"verb": "menu", "lines": ("Support",), "key": "6", "target": "Voicemail"}),
        facts,
        FRIDAY + dt.timedelta(),
        lambda _: None,
    )

    assert found == by_label


@pytest.mark.parametrize(
    ("text", "value"),
    [("+1 (919) 555-0100", "+19195550100"), ("4500", "4500")],
)
def test_a_number_to_which_calls_go_is_kept_as_it_is_dialled(text: str, value: str) -> None:
    assert changes_of(overflow(text), numbered(), FRIDAY, lambda _: None) == (
        SetOption(name="overflow_number", value=value),
    )


def test_a_number_to_which_calls_go_is_held_to_the_rules_for_numbers() -> None:
    with pytest.raises(SayError, match="never sent"):
        changes_of(overflow("+1 900 555 0100"), numbered(), FRIDAY, lambda _: "Calls are never sent there.")


@pytest.mark.parametrize(
    "text",
    [
        "tel:+442079460958",
        "sip:mallory@evil.example",
        "+442079460958;1",
        "+442079460958,,1",
        "9,011442079460958",
        "*72+442079460958",
        "p+442079460958",
        "Open day and night",
    ],
)
def test_nothing_gets_round_the_rules_for_numbers_by_not_looking_like_one(text: str) -> None:
    with pytest.raises(SayError, match="neither a phone number nor an extension"):
        changes_of(overflow(text), numbered(), FRIDAY, lambda _: None)


def test_a_text_is_set_as_it_was_typed() -> None:
    option = Option(name="overflow_number", label="Overflow number", type="text", maximum=30)
    facts = numbered()
    facts = facts.model_copy(update={"capabilities": facts.capabilities.model_copy(update={"options": (option,)})})

    (change,) = changes_of(overflow("Call +1 919 555 0100"), facts, FRIDAY, lambda _: None)

    assert change == SetOption(name="overflow_number", value="Call +1 919 555 0100")


def overflow(value: str) -> Ask:
    return Ask.model_validate({"verb": "option", "lines": ("Support",), "option": "overflow number", "value": value})


def numbered() -> Facts:
    """A queue with a number among its options."""
    option = Option(name="overflow_number", label="Overflow number", type="phone", risk="high")
    facts = queue()
    return facts.model_copy(update={"capabilities": facts.capabilities.model_copy(update={"options": (option,)})})


def test_an_extension_is_set_as_its_digits() -> None:
    facts = queue()
    option = Option(name="overflow_number", label="Number when full", type="phone")
    facts = facts.model_copy(update={"capabilities": facts.capabilities.model_copy(update={"options": (option,)})})

    for text in ("extension 4500", "ext. 4500", "4500"):
        (change,) = changes(f"set number when full to {text} on support", facts)
        assert change == SetOption(name="overflow_number", value="4500")


def test_a_configured_number_that_is_no_extension_is_held_to_the_rules_for_numbers() -> None:
    with pytest.raises(SayError, match="It is the `callback` of Support in the settings"):
        changes("add 9 for callback on support", attendant("9195550"))


def with_wait_message(*, on: bool) -> Facts:
    """A queue that offers callbacks only to those who hear its wait message."""
    facts = queue()
    option = Option(name="wait_message", label="Wait message", type="switch")
    setup = facts.setup.model_copy(update={"options": {"wait_message": on}})
    return facts.model_copy(
        update={
            "capabilities": facts.capabilities.model_copy(update={"options": (option,)}),
            "reading": facts.reading.model_copy(update={"setup": setup}),
        }
    )


def test_where_the_vendor_decides_when_callers_are_told_of_a_long_wait() -> None:
    plan = plans.make(changes("turn on callback for support", with_wait_message(on=True)), queue(), FRIDAY)

    assert plan.preview
    assert "When a long wait is expected, callers can ask to be called back." in plan.preview.moments[-1].heard


@pytest.mark.parametrize("on", [True, False])
def test_callbacks_that_nobody_would_hear_of_are_warned_of_with_the_way_out(on: bool) -> None:  # noqa: FBT001  (a case)
    facts = with_wait_message(on=on)

    plan = plans.make(changes("turn on callback for support", facts), facts, FRIDAY)

    told = [each for each in plan.warnings if each.startswith("The wait message of Support is off")]
    assert bool(told) is not on
    for each in told:
        assert changes(each.split("“")[1].split("”")[0], facts) == (SetOption(name="wait_message", value=True),)
