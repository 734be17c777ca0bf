"""The form of a change as it is drawn: within Slack's limits, whatever stands in it."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import Editing, Input, Proposal
from bot.slack import changing, fields, forms
from tests.bot.slack.blocks_check import assert_view, markup, texts
from tests.bot.slack.drawn import HOSTILE, LONG, plan

TEXTS = {"short": "close support", "hostile": HOSTILE, "long": LONG, "empty": "", "ampersands": "&" * 4000}
TYPES = ("text", "number", "date", "time", "switch", "choice", "choices")


def asked(text: str, count: int) -> tuple[Input, ...]:
    """An input of each kind."""
    choices = tuple((f"{text[:76]}{number}", f"{text} {number}") for number in range(count))
    begun = {"number": "7", "date": "2026-11-21", "time": "09:30", "switch": "on", "text": text}
    values: dict[str, str | tuple[str, ...]] = {**begun}
    if choices:
        values |= {"choice": choices[-1][0], "choices": tuple(value for value, _ in choices[-2:])}
    return tuple(
        Input(
            name=kind,
            label=text or "x",
            type=kind,
            value=values.get(kind, ""),
            choices=choices if kind.startswith("choice") else (),
            hint=text,
            placeholder=text,
            minimum=1,
            maximum=4000,
        )
        for kind in TYPES
    )


def editing(text: str, names: tuple[str, ...], count: int, *, planned: bool, several: bool = False) -> Editing:
    """A form in which every text is `text`."""
    proposal = Proposal(draft="d" * 16, words="", plan=plan(*names[:50], text=text, count=3)) if planned else None
    return Editing(
        draft="d" * 16,
        forms=tuple((f"form{number}", text or "x") for number in range(11)),
        form="form3",
        lines=names[: 50 if several else 1],
        several=several,
        choosable=names,
        inputs=asked(text, count),
        generation=12,
        glance=(text,) * 20,
        proposal=proposal,
        problems={} if planned else {"": text, "text": text, "lines": text},
        words=text,
        reason=text,
    )


@pytest.mark.parametrize("words", TEXTS)
@pytest.mark.parametrize(("lines", "count"), [(1, 0), (100, 100), (500, 101), (500, 400)])
def test_the_form_is_as_slack_wants_it(words: str, lines: int, count: int) -> None:
    names = tuple(f"{f'{TEXTS[words]} name'[:75]} {number:04}"[-80:] for number in range(lines))

    for planned, several in itertools.product([True, False], repeat=2):
        shown = changing.form(editing(TEXTS[words], names, count, planned=planned, several=several), HOSTILE[:50])
        assert_view(shown)
        assert all(each["verbatim"] for each in markup(shown))
        assert "<!channel>" not in " ".join(each["text"] for each in markup(shown))
        assert_view(changing.reading({**shown, "id": "V1"}, names))


def test_a_plan_too_long_for_one_form_is_cut_and_says_so() -> None:
    text = "It is closed. " * 40
    names = tuple(f"Line {number}" for number in range(50))
    inputs = tuple(Input(name=f"i{number}", label="x", type="text") for number in range(80))
    parts = plan(*names, text=text, count=30)
    shown = editing("x", names, 3, planned=True, several=True).model_copy(update={"inputs": inputs})
    proposal = Proposal(draft="d", words="", plan=parts)

    view = changing.form(shown.model_copy(update={"proposal": proposal}))

    assert_view(view)
    assert len(view["blocks"]) == changing.MOST_BLOCKS
    assert "which the card will show" in " ".join(texts(view["blocks"]))
    assert forms.REASON in {each.get("block_id") for each in view["blocks"]}


values = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200)


@settings(max_examples=40)
@given(st.lists(st.tuples(values, values), min_size=1, max_size=30, unique_by=lambda each: each[0]), st.booleans())
def test_what_is_chosen_is_read_as_what_was_offered(choices: list[tuple[str, str]], several: bool) -> None:  # noqa: FBT001
    kind = "choices" if several else "choice"
    field = Input(name="target", label="Target", type=kind, choices=tuple(choices))
    (block,) = fields.drawn([field], 1)
    options = block["element"]["options"]

    for option, (value, _) in zip(options, choices, strict=True):
        state = {"selected_options": [option]} if several else {"selected_option": option}
        view = {"state": {"values": {block["block_id"]: {block["element"]["action_id"]: state}}}}
        assert len(option["value"]) <= fields.LONGEST_VALUE
        assert fields.standing(view, [field]) == {"target": (value,) if several else value}


def test_a_line_is_found_by_its_other_names_and_shown_by_its_own() -> None:
    lines = [("Support", "Support"), ("Sales", "Sales")]

    found = fields.suggested(lines, "HELP desk", {"Support": "Support help desk", "Sales": "Sales shop"})

    assert [each["text"]["text"] for each in found] == ["Support"]


@given(st.lists(st.text(st.sampled_from("ab "), min_size=70, max_size=90), min_size=2, max_size=9))
@settings(max_examples=40)
def test_no_two_options_of_a_menu_read_the_same(labels: list[str]) -> None:
    choices = [(str(number), f"{label} {number % 2}") for number, label in enumerate(labels)]

    shown = [each["text"]["text"] for each in fields.options(choices).values()]

    assert len(set(shown)) == len(choices)
    assert max(map(len, shown)) <= fields.LONGEST_LABEL


def test_names_that_differ_at_their_ends_are_told_apart_and_found_as_they_are_shown() -> None:
    name = "Customer service of the northern region, English speaking, second level desk "
    lines = [(f"{name}{end}", f"{name}{end}") for end in ("A1", "B2")]

    element = fields.menu_element("x", lines, [lines[1][0]], several=False, is_long=False)
    found = fields.suggested(lines, "b2")

    assert [each["text"]["text"][-12:] for each in element["options"]] == ["evel desk A1", "evel desk B2"]
    assert element["initial_option"] == element["options"][1] == found[0]


def test_a_choice_that_is_asked_for_no_more_is_left_out_where_it_cannot_be_told() -> None:
    long = "Y2lzY29zcGFyazovL3VzL1BFT1BMRS8" * 3
    known = [
        Input(name=each, label="Who", type="choice", choices=((each, "Amir"),), value=each) for each in (long, "a")
    ]
    view = {
        "state": {
            "values": {
                block["block_id"]: {block["element"]["action_id"]: {"selected_option": block["element"]["options"][0]}}
                for block in fields.drawn(known, 1)
            }
        }
    }

    assert fields.standing(view, known) == {long: long, "a": "a"}
    assert fields.standing(view, []) == {"a": "a"}


def test_another_beginning_or_other_choices_are_another_block() -> None:
    field = Input(name="target", label="Target", type="choice", choices=(("a", "A"), ("b", "B")))
    (first,) = fields.drawn([field], 1)

    same = fields.drawn([field.model_copy(update={"value": "a", "label": "Where to"})], 1)
    anew = fields.drawn([field], 2)
    other = fields.drawn([field.model_copy(update={"choices": (("a", "A"),)})], 1)

    assert [each["block_id"] == first["block_id"] for each in (*same, *anew, *other)] == [True, False, False]


def test_a_text_that_nobody_touched_is_what_it_was() -> None:
    begun = "Welcome.\n\u200bPress  1.\n"
    field = Input(name="text", label="Text", type="text", value=begun, maximum=500)
    (block,) = fields.drawn([field], 1)
    state = {"type": "plain_text_input", "value": " ".join(block["element"]["initial_value"].split(" "))}
    view = {"state": {"values": {block["block_id"]: {block["element"]["action_id"]: state}}}}

    assert fields.standing(view, [field]) == {"text": begun}


def test_many_long_menus_have_room_in_one_form() -> None:
    choices = tuple((f"{number:04}{'v' * 90}", f"{number:04} {'W' * 90}") for number in range(100))
    inputs = [
        Input(name=f"i{number}", label="x", type="choice", choices=choices, value=choices[7][0]) for number in range(40)
    ]

    drawn = list(fields.drawn(inputs, 1))

    kinds = [each["element"]["type"] for each in drawn]
    assert kinds.count("static_select") == 4
    assert kinds.count("external_select") == 36
    view = forms.modal("x", drawn, callback_id="x", submit="x")
    assert_view(view)
