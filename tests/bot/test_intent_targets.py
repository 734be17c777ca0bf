"""Which action leads to what somebody names."""

import pytest

from adapters import ActionOption, Destination, Line, MenuAction, Reading
from bot.errors import SayError
from bot.intent.targets import leading_to
from bot.plans import Facts
from tests.fakes import NEW_YORK, FakePhones, support

LINE = Line(system="fake", id="1", name="Support", kind="fake line", zone=NEW_YORK, country="US")
SALES = Destination(kind="line", id="2", name="Sales")
VOICEMAIL = ActionOption(name="voicemail", label="Voicemail", targets=("person", "line"))
TRANSFER = ActionOption(
    name="transfer", label="Transfer the call", targets=("person", "line", "department"), needs_target=True
)


def facts() -> Facts:
    return Facts(line=LINE, reading=Reading(setup=support()), capabilities=FakePhones().capabilities(LINE))


@pytest.mark.parametrize("options", [(VOICEMAIL, TRANSFER), (TRANSFER, VOICEMAIL)])
def test_a_key_that_goes_to_a_line_rings_it_and_not_its_voicemail(options: tuple[ActionOption, ...]) -> None:
    assert leading_to(SALES, facts(), options) == MenuAction(action="transfer", target_kind="line", target_id="2")


def test_its_voicemail_is_meant_where_that_is_said_or_nothing_else_leads_there() -> None:
    assert leading_to(SALES, facts(), [VOICEMAIL]).action == "voicemail"


def test_what_no_action_leads_to_is_refused() -> None:
    with pytest.raises(SayError, match="A key of Support cannot lead to Sales"):
        leading_to(SALES, facts(), [ActionOption(name="person", label="Person", targets=("person",))])
