"""Forms, answers and Home: as Slack wants them, whatever the words are."""

import datetime as dt

import pytest

from bot.alerts import AlertKind
from bot.answers import Preparing, Proposal, Question, Said
from bot.historian import RECORDS_A_PAGE
from bot.reports import Help, History, LineStatus, Statuses, Wanted
from bot.requests import State
from bot.slack import alert_cards, forms, home, replies
from tests.bot.slack.blocks_check import assert_message, assert_view, buttons, texts
from tests.bot.slack.drawn import HOSTILE, LONG, NOW, alert, happening, help_of, overview, plan, record, request, status

WORDS = {"short": "close support", "hostile": HOSTILE, "long": LONG, "empty": "", "ampersands": "&" * 4000}

ALERT = alert(AlertKind.DRIFT, "Monday was changed.")


@pytest.mark.parametrize("lines", [1, 50], ids=lambda count: f"{count}-lines")
@pytest.mark.parametrize("words", WORDS)
def test_forms_are_as_slack_wants_them(words: str, lines: int) -> None:
    text = WORDS[words]
    names = [f"{text[:77] or 'x'} {number}" for number in range(lines)]
    shown = Proposal(draft="d" * 16, words=text, plan=plan(*names, text=text, count=3), reason=text, moved="otherwise")

    assert_view(forms.proposal(shown))
    assert_view(forms.preparing(Preparing(draft="d", summary=text or "x")))
    assert_view(forms.rejection(request(State.PENDING, *names, text=text)))
    assert_view(
        forms.everything(
            request(State.FAILED, *names, text=text, note=text, count=3, reason=text), "https://x.example/1"
        )
    )
    assert_view(forms.told(replies.sentence(text)))
    assert_message(replies.reading(shown).blocks)


def test_a_form_remembers_its_draft_and_what_it_showed() -> None:
    view = forms.proposal(Proposal(draft="d1", words="w", plan=plan("Support", "Sales")))

    shown = forms.Shown.model_validate_json(view["private_metadata"])
    assert shown == forms.Shown(draft="d1", digest=plan("Support", "Sales").digest)


def test_the_form_of_many_lines_shows_all_of_them() -> None:
    names = [f"Line {number}" for number in range(50)]
    view = forms.everything(request(State.PENDING, *names, text="Close it on Saturday.", count=0), "")

    told = " ".join(texts(view["blocks"]))
    assert told.count("Close it on Saturday.") == 2, "in the words, and once for all of them"
    assert all(name in told for name in names)


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("count", [0, 1, 3, 4, 60])
def test_answers_are_as_slack_wants_them(words: str, count: int) -> None:
    text = WORDS[words]
    statuses = tuple(status(f"{text[:77]} {number}", text=text) for number in range(count))
    records = tuple(record(text=text, number=number + 1) for number in range(count))
    answers: list[Said | Statuses | History | Help] = [
        Said(text=text),
        Statuses(lines=statuses),
        History(
            wanted=Wanted(lines=(text[:80],) if text else ()),
            records=records[:RECORDS_A_PAGE],
            count=count,
            undoable=(7,),
            lines=tuple(each.name for each in statuses),
        ),
        help_of(*[each.name for each in statuses], text=text),
    ]
    for answer in answers:
        for asked in ("", "history"):
            message = replies.said(answer, asked)
            assert_message(message.blocks)
            assert message.text
    assert_message(replies.question(Question(draft="d", text=text, choices=(text,) * count)).blocks)


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("count", [0, 1, 40])
def test_home_is_as_slack_wants_it(words: str, count: int) -> None:
    names = [f"{WORDS[words][:77]} {number}" for number in range(count)]

    assert_view(home.view(overview(*names, text=WORDS[words], requests=count)))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (status(open_now=True), "is *open* until"),
        (status(open_now=False), "is *closed* until"),
        (status(text="no answer", open_now=None), "no answer"),
    ],
    ids=["open", "closed", "unknown"],
)
def test_a_status_says_in_words_whether_a_line_is_open(line: LineStatus, said: str) -> None:
    message = replies.said(Statuses(lines=(line,)))

    assert said in message.text
    assert said in message.blocks[0]["text"]["text"]


def test_a_question_has_a_button_for_each_choice() -> None:
    message = replies.question(Question(draft="d", text="Which day?", choices=("Saturday 21", "Saturday 28")))

    labels = [each["text"]["text"] for each in buttons(message.blocks).values()]
    assert labels == ["Saturday 21", "Saturday 28"]
    assert message.text == "Which day? Choices: Saturday 21; Saturday 28."


def test_home_shows_what_somebody_has_to_look_at_first_and_the_next_deadline_before_others() -> None:
    early = request().model_copy(update={"id": 8, "expires": NOW + dt.timedelta(hours=1)})
    shown = overview("Support").model_copy(update={"waiting": (request(), early), "alerts": (ALERT,) * 7})

    view = home.view(shown)

    assert_view(view)
    said = " ".join(texts(view["blocks"]))
    assert said.index("Look at this") < said.index("Waiting for your decision") < said.index("What callers get now")
    assert "… and 2 more." in said
    assert said.count("To be decided by <!date^") == 3
    asked = [each["accessory"]["value"] for each in view["blocks"] if "accessory" in each]
    assert asked[:2] == ['{"request":8}', '{"request":7}']


def test_home_tells_a_request_without_a_time_once_and_one_with_a_time_among_what_happens_too() -> None:
    mine = request(State.APPROVED, text="Callers can press 9.")
    happens = (happening("changes", text="Callers can press 9."), happening("closes", state="approved"))
    shown = overview("Support").model_copy(update={"waiting": (), "mine": (mine,), "agenda": happens})

    said = " ".join(texts(home.view(shown)["blocks"]))

    assert said.count("Callers can press 9.") == 1
    assert "*Tomorrow, Sat 21 Nov*\n• :thumbsup: *Support* closes all day (x), *approved* and about to be set" in said
    assert "• Planned: " not in said, "what is planned is told once"


@pytest.mark.parametrize("may_decide", [False, True])
def test_home_offers_to_lift_a_freeze_only_to_who_may(*, may_decide: bool) -> None:
    frozen = ALERT.model_copy(update={"kind": AlertKind.FROZEN})
    shown = overview("Support").model_copy(update={"alerts": (frozen,), "may_decide": may_decide})

    assert (alert_cards.THAW in buttons(home.view(shown)["blocks"])) is may_decide


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("count", [1, 4])
def test_a_status_tells_what_somebody_has_to_look_at_and_a_freeze_once(words: str, count: int) -> None:
    drift = ALERT.model_copy(update={"text": WORDS[words] or "x"})
    frozen = drift.model_copy(update={"kind": AlertKind.FROZEN, "number": 4})
    lines = tuple(status(f"Line {number}").model_copy(update={"alerts": (frozen, drift)}) for number in range(count))

    shown = replies.said(Statuses(lines=lines))

    assert_message(shown.blocks)
    said = "\n".join(texts(shown.blocks))
    assert said.count(":snowflake:") == 1
    assert said.count(":mag:") == count or words in {"long", "ampersands"}


def test_what_nobody_has_to_approve_is_sent_rather_than_asked_for() -> None:
    needs = "Nobody has to approve it. It only puts back the usual hours."
    shown = Proposal(draft="d1", words="reopen", plan=plan(), needs=needs, waived=True)

    view = forms.proposal(shown)

    assert view["submit"]["text"] == "Send"
    said = " ".join(texts(view["blocks"]))
    assert needs in said
    assert "Nothing changes before" not in said


@pytest.mark.parametrize("rush", ["", "At once."])
def test_a_plan_that_cannot_be_sent_says_so_first_and_has_no_button_for_it(rush: str) -> None:
    why = "A closure of Support may last 2 days at most. Say until when it is closed."
    shown = Proposal(draft="d1", words="close support", plan=plan(), needs="One approver.", refused=why, rush=rush)

    view = forms.proposal(shown)

    assert_view(view)
    said = list(texts(view["blocks"]))
    assert why in said[0]
    assert "submit" not in view
    assert "One approver." not in " ".join(said)
    assert ("Apply at once…" in said) == bool(rush)
    assert ("submit" in forms.proposal(shown, at_once=True)) == bool(rush)


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("lines", [1, 200])
def test_the_form_that_applies_at_once_is_as_slack_wants_it(words: str, lines: int) -> None:
    text = WORDS[words]
    names = [f"{text[:70]} {number}" for number in range(lines)]
    shown = Proposal(
        draft="d", words=text, plan=plan(*names, text=text, count=2), rush=text or "At once.", needs=text, urgent=True
    )

    for at_once in (None, False):
        assert_view(forms.proposal(shown, "/line in C0123", at_once=at_once))
