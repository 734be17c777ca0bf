"""What words have said of days and times stands in the form that they lead to."""

import pytest

from bot.editing import FormName
from tests.bot.offices import DANA, Office, office
from tests.fakes import WEEK

__all__ = ["office"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (FormName.CLOSE, "close support Monday 2pm-4pm"),
        (FormName.CLOSE, "close support tomorrow for training"),
        (FormName.CLOSE, "close support until 3pm"),
        (FormName.CLOSE, "close support until further notice"),
        (FormName.CLOSE, "close support dec 24-26"),
        (FormName.CLOSE, "close support mon-wed 12-1"),
        (FormName.CLOSE, "close support from monday 3pm to wednesday noon"),
        (FormName.CLOSE, "close support dec 24 and dec 31"),
        (FormName.CLOSE, "close support this afternoon"),
        (FormName.CLOSE, "close support and sales monday morning"),
        (FormName.CLOSE, "close all lines on thanksgiving"),
        (FormName.CLOSE, "close support tomorrow 9-10 and 11-12"),
        (FormName.OPEN, "open support sunday 9-1"),
        (FormName.OPEN, "open support until 8pm"),
        (FormName.OPEN, "open support only dec 24 9-12 and 1-3"),
        (FormName.OPEN, "open support all day nov 28-29"),
        (FormName.OPEN, "open support 6pm-8pm on dec 22, 23 and 29"),
        (FormName.OPEN, "extend support to 8pm on monday"),
        (FormName.OPEN, "extend support and sales to 8pm on monday"),
        (FormName.OPEN, "open support from nov 28 10pm to nov 29 6am"),
        (FormName.OPEN, "open all lines only on dec 24 9-1 because of the holidays"),
        (FormName.HOURS, "set support hours sat 10-2"),
        (FormName.HOURS, "set support hours mon-fri 8:30am-6pm, sat closed"),
        (FormName.HOURS, "set support and sales hours sat 10-2, sun 9-12 and 1-5"),
        (FormName.HOURS, "close support every saturday"),
        (FormName.HOURS, "open all lines every sunday 9-12"),
        (FormName.HOURS, "set support hours 24/7"),
    ],
)
async def test_an_untouched_form_has_the_plan_of_its_sentence(office: Office, name: FormName, sentence: str) -> None:
    office.phones.setups["2"] = office.phones.setups["2"].model_copy(
        update={"hours": WEEK.model_copy(update={"mon": WEEK.sat})}
    )
    await office.desk.lines.refresh("Sales")
    proposal = await office.proposed(sentence)

    shown = await office.desk.edit_draft(DANA, proposal.draft)

    assert shown.form == name
    assert shown.proposal is not None, shown.problems
    assert shown.proposal.plan.digest == proposal.plan.digest
    assert shown.proposal.plan.summary == proposal.plan.summary
    assert shown.proposal.reason == proposal.reason
