"""The form of a new line: as Slack wants it whatever the kind is, and what is typed into it is what is meant."""

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import Field, FieldValue, LineKind, NewLine
from bot import plans
from bot.answers import CHANGE_TITLE, NEW_TITLE, Blank, KindChoice
from bot.errors import SayError
from bot.plans import Typed
from bot.requests import Plan
from bot.slack import blanks, blocks, cards, choices, forms, replies
from tests.bot.slack.blocks_check import assert_message, assert_view, texts
from tests.bot.slack.drawn import HOSTILE, LONG
from tests.bot.slack.drawn import request as drawn_request
from tests.bot.slack.filling import by_field, inputs, kept, sent
from tests.fakes import KIND, NEW_YORK

NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=20)
WORDS = st.text(min_size=1, max_size=40)
EVIL = {"short": "Ring time", "hostile": HOSTILE, "long": LONG, "ampersands": "&" * 4000, "blank": " "}


@st.composite
def fields(draw: st.DrawFn) -> Field:
    """A field of any type, with a suggestion that is right by its own limits, or none."""
    kind = draw(st.sampled_from(["text", "phone", "zone", "switch", "number", "choice", "choices"]))
    least, most = draw(st.sampled_from([(None, None), (1, 10), (0, 300), (5, 5000), (None, 7)]))
    count = draw(st.sampled_from([0, 1, 3, 130]))
    choices = tuple((f"value {each} {'x' * 90}", f"{draw(WORDS)} {each}") for each in range(count))
    suggestions: dict[str, st.SearchStrategy[FieldValue | None]] = {
        "text": st.just("x" * max(least or 1, 1)),
        "phone": st.just("+19198321234"),
        "zone": st.just(NEW_YORK),
        "switch": st.booleans(),
        "number": st.just(least or 0),
        "choice": st.sampled_from([value for value, _ in choices] or ["gone"]),
        "choices": st.just(tuple(value for value, _ in choices[:2])),
    }
    return Field.model_validate(
        {
            "name": draw(NAMES),
            "label": draw(WORDS),
            "type": kind,
            "required": draw(st.booleans()),
            "choices": choices if kind in {"choice", "choices"} else (),
            "minimum": least,
            "maximum": most,
            "suggestion": draw(st.none() | suggestions[kind]),
            "help": draw(st.just("") | WORDS),
            "risk": draw(st.sampled_from(["low", "high"])),
            "prominent": draw(st.booleans()),
        }
    )


KINDS = st.builds(
    LineKind,
    system=st.just("fake"),
    name=NAMES,
    label=WORDS,
    fields=st.lists(fields(), max_size=8, unique_by=lambda each: each.name).map(tuple),
    longest_name=st.integers(1, 200),
)


def blank(kind: LineKind | None, *, choices: int = 2, **more: Any) -> Blank:
    offered = tuple(KindChoice(key=str(each), label=f"Kind {each}") for each in range(choices))
    return Blank(draft="d" * 16, choices=offered, chosen="0" if kind else "", kind=kind, zone=NEW_YORK, **more)


@given(KINDS, st.sampled_from([1, 2, 100, 101, 300]), st.text(max_size=100))
def test_every_form_is_as_slack_wants_it(kind: LineKind, choices: int, name: str) -> None:
    view = blanks.blank(blank(kind, choices=choices, name=name))

    assert_view(view)
    assert_view(blanks.with_more(sent(view, {}), kind))


@pytest.mark.parametrize("words", EVIL)
def test_evil_words_do_no_harm(words: str) -> None:
    text = EVIL[words]
    field = Field(name="a", label=text, type="choice", required=True, choices=(("1", text),), help=text)
    kind = LineKind(system="fake", name="k", label=text, fields=(field,), longest_name=40, note=text)
    shown = Blank(
        draft="d", choices=(KindChoice(key="0", label=text),), chosen="0", kind=kind, name=text, remarks=(text,) * 9
    )
    assert_view(blanks.blank(shown))
    assert_view(blanks.blank(shown.model_copy(update={"kind": None, "chosen": ""})))
    assert_message(replies.beginning(shown).blocks)
    new = NewLine(system="fake", kind="k", name=text, values={"a": "1"})
    part = plans.creation(new, kind, zone=NEW_YORK, country="US")
    request = drawn_request()
    shown_request = request.model_copy(update={"parts": (request.parts[0].model_copy(update={"plan": part}),)})
    assert_message(cards.card(shown_request, cards.Around()).blocks)
    assert_view(forms.everything(shown_request, ""))


def test_as_long_as_no_kind_is_chosen_there_is_nothing_to_send() -> None:
    view = blanks.blank(blank(None))

    assert_view(view)
    assert "submit" not in view
    assert by_field(view) == {}


def test_required_and_suggested_fields_stand_in_the_form_and_the_others_behind_a_button() -> None:
    view = blanks.blank(blank(KIND, name="Returns"))

    assert list(by_field(view)) == ["name", "greeting", "number", "zone", "recording"]
    assert by_field(view)["name"]["initial_value"] == "Returns"
    assert by_field(view)["zone"]["initial_value"] == NEW_YORK
    assert "More settings" in list(texts(view["blocks"]))


def test_a_prominent_field_stands_in_the_form_though_it_may_be_left_out() -> None:
    extension = Field(name="extension", label="Extension", type="text", prominent=True)

    view = blanks.blank(blank(KIND.model_copy(update={"fields": (extension, *KIND.fields)})))

    assert list(by_field(view))[:3] == ["name", "extension", "greeting"]


def test_more_settings_lose_nothing_that_was_typed() -> None:
    view = sent(blanks.blank(blank(KIND)), {"name": "Returns", "greeting": "Hello", "recording": "left"})

    more = blanks.with_more(view, KIND)

    assert list(by_field(more)) == ["name", "greeting", "number", "zone", "recording", "music"]
    assert blanks.filled(kept(view, more)) == (
        "Returns",
        {"greeting": "Hello", "number": "", "zone": NEW_YORK, "recording": "", "music": ""},
    )
    assert "More settings" not in list(texts(more["blocks"]))


def test_a_field_with_another_beginning_is_another_block() -> None:
    durham = KIND.model_copy(
        update={
            "fields": tuple(
                each.model_copy(update={"suggestion": "UTC"}) if each.name == "zone" else each for each in KIND.fields
            )
        }
    )
    one, other = (
        {each["block_id"] for each in blanks.blank(blank(each))["blocks"] if each["type"] == "input"}
        for each in (KIND, durham)
    )

    assert [each.split(":")[1] for each in one - other] == ["zone"]


def test_a_switch_has_three_states() -> None:
    kind = KIND.model_copy(update={"fields": (Field(name="a", label="A", type="switch", suggestion=True),)})
    view = blanks.blank(blank(kind))

    told = [blanks.filled(sent(view, {"a": value}))[1]["a"] for value in ("on", "off", "left")]
    assert told == ["on", "off", ""]
    assert by_field(view)["a"]["initial_option"]["value"] == "on"


def test_several_choices_come_back_by_their_places() -> None:
    choices = tuple((f"agent {each}", f"Agent {each}") for each in range(130))
    field = Field(name="a", label="A", type="choices", choices=choices, required=True)
    kind = KIND.model_copy(update={"fields": (field,)})
    view = blanks.blank(blank(kind, values={"a": ("agent 3",)}))

    _, typed = blanks.filled(sent(view, {"a": ["3", "129"]}))

    assert plans.filled(kind, typed, str) == ({"a": ("agent 3", "agent 129")}, {})
    assert [each["value"] for each in by_field(view)["a"]["initial_options"]] == ["3"]


def test_of_very_many_choices_it_is_said_how_many_are_left_out() -> None:
    choices = tuple((str(each), f"Agent {each}") for each in range(1000))
    field = Field(name="a", label="A", type="choices", choices=choices, required=True)
    view = blanks.blank(blank(KIND.model_copy(update={"fields": (field,)}), values={"a": ("999",)}))

    assert_view(view)
    assert "600 more cannot be offered here; they can be set afterwards." in list(texts(view["blocks"]))
    assert [each["value"] for each in by_field(view)["a"]["initial_options"]] == ["999"]


def test_a_required_choice_among_nothing_is_told() -> None:
    field = Field(name="a", label="Schedule", type="choice", required=True)
    view = blanks.blank(blank(KIND.model_copy(update={"fields": (field,)})))

    assert "Schedule: there is nothing to choose from at Fake." in list(texts(view["blocks"]))


def test_what_is_wrong_stands_at_its_field() -> None:
    view = sent(blanks.blank(blank(KIND)), {})

    told = blanks.complaints(view, {"greeting": "Too long.", "name": "Taken."}) or {}

    places = {each["block_id"]: blanks.field_of(each["element"]["action_id"]) for each in inputs(view)}
    assert {places[block]: text for block, text in told.items()} == {"greeting": "Too long.", "name": "Taken."}


def test_what_is_wrong_where_no_field_is_shown_is_told_above_all_of_them() -> None:
    view = sent(blanks.blank(blank(KIND)), {"name": "Returns"})
    problems = {"music": "Too loud <!channel>.", "name": "Taken.", "other": "Odd."}

    more = blanks.with_more(view, KIND, problems)

    assert blanks.complaints(view, problems) is None
    assert_view(more)
    told = more["blocks"][0]["text"]["text"]
    assert "• *Hold music:* Too loud &lt;!channel&gt;.\n• *Name:* Taken.\n• *other:* Odd." in told
    assert "music" in by_field(more)
    assert blanks.filled(kept(view, more))[0] == "Returns"
    again = kept(view, more)
    assert blanks.complaints(again, {"name": "Taken."}) is None
    assert sum(each.get("block_id") == blanks.TOLD for each in blanks.with_more(again, KIND, problems)["blocks"]) == 1


def test_what_is_left_to_do_with_a_new_line_stands_in_its_form_and_in_its_plan() -> None:
    kind = LineKind(system="fake", name="k", label="queue", fields=(), longest_name=40, note="It has no people yet.")

    view = blanks.blank(Blank(draft="d", choices=(), chosen="0", kind=kind, name="Returns"))
    plan = plans.creation(NewLine(system="fake", kind="k", name="Returns"), kind, zone=NEW_YORK, country="US")

    assert_view(view)
    assert "It has no people yet." in str(view["blocks"])
    assert plan.warnings[0] == "It has no people yet."


def test_what_is_so_while_a_field_is_left_out_stands_in_the_plan_only_then() -> None:
    silent = "It has no phone number."
    numbers = tuple(
        Field(name=each, label=each, type="phone", missing=silent) for each in ("phone_number", "toll_free_number")
    )
    kind = KIND.model_copy(update={"fields": numbers})

    def warnings(**values: FieldValue) -> tuple[str, ...]:
        new = NewLine(system="fake", kind="raleigh", name="Returns", values=values)
        return plans.creation(new, kind, zone=NEW_YORK, country="US").warnings

    assert warnings().count(silent) == 1
    assert silent not in warnings(phone_number="+19198321234")
    assert silent not in warnings(toll_free_number="+18005550100")


def test_what_is_left_to_the_vendor_is_called_its_default() -> None:
    more = blanks.with_more(blanks.blank(blank(KIND)), KIND)

    assert [each["text"]["text"] for each in by_field(more)["recording"]["options"]] == ["Fake's default", "On", "Off"]
    assert by_field(more)["music"]["options"][0]["text"]["text"] == "Fake's default"


def test_a_card_shows_every_value() -> None:
    new = NewLine(system="fake", kind="raleigh", name="Returns", values={"greeting": "Hello *there*", "music": "jazz"})
    part = plans.creation(new, KIND, zone=NEW_YORK, country="US")
    request = drawn_request()
    shown = cards.card(
        request.model_copy(update={"parts": (request.parts[0].model_copy(update={"plan": part}),)}), cards.Around()
    )

    said = " ".join(texts(shown.blocks))
    assert "*Hold music:* Jazz" in said
    assert "Create the fake line “Returns” in Raleigh at Fake." in said


def _dialled(number: str) -> str:
    if number.startswith("+1"):
        return "+19198321234"
    msg = "That is no number."
    raise SayError(msg)


@st.composite
def typed(draw: st.DrawFn, kind: LineKind) -> dict[str, Typed]:
    """Whatever may stand in a form."""
    places = st.integers(-2, 140).map(str)
    anything: st.SearchStrategy[Typed] = st.one_of(
        st.text(max_size=60), places, st.sampled_from(["on", "off", "+1 919", NEW_YORK, "utc", "²", "9" * 30]),
        st.lists(places, max_size=3).map(tuple),
    )  # fmt: skip
    return {each.name: draw(anything) for each in kind.fields if draw(st.booleans())}


@given(st.data(), KINDS)
def test_whatever_is_typed_is_a_line_that_fits_its_kind_or_is_told_at_its_fields(
    data: st.DataObject, kind: LineKind
) -> None:
    given_values = data.draw(typed(kind))

    values, problems = plans.filled(kind, given_values, _dialled)

    assert set(values).isdisjoint(problems)
    assert {each.name for each in kind.fields if each.required} <= {*values, *problems}
    assert all(text.strip() for text in problems.values())
    for name, value in values.items():
        field = kind.field(name)
        assert field
        assert _fits(field, value), (field, value)
    if not problems:
        new = NewLine(system=kind.system, kind=kind.name, name="Returns", values=values)
        plan = Plan(parts=(plans.creation(new, kind, zone=NEW_YORK, country="US"),))
        assert Plan.model_validate_json(plan.model_dump_json()) == plan
        assert len(plan.parts[0].differences) == len(values)


def _fits(field: Field, value: FieldValue) -> bool:  # noqa: PLR0911  # one case for each type
    known = [each for each, _ in field.choices]
    least, most = field.minimum, field.maximum
    match field.type, value:
        case "switch", bool():
            return True
        case "number", int():
            return not isinstance(value, bool) and (least is None or least <= value) and (most is None or value <= most)
        case "choice", str():
            return value in known
        case "choices", tuple():
            return bool(value) and set(value) <= set(known)
        case "phone", str():
            return value == "+19198321234"
        case "zone", str():
            return value in {NEW_YORK, "UTC"} or "/" in value
        case "text", str():
            fits = (least is None or least <= len(value)) and (most is None or len(value) <= most)
            return fits and bool(value) and value == " ".join(value.split()) and value.isprintable()
        case _:
            return False


def test_the_blocks_of_a_form_are_told_apart_from_those_of_a_plan() -> None:
    assert not {blanks.KIND, blanks.NAME, blanks.MORE, blanks.FILL} & {forms.SEND, forms.REASON, choices.SHARING}
    for title in (CHANGE_TITLE, NEW_TITLE):
        assert blocks.plain(title, 24)["text"] == title
