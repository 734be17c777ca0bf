"""The demo's organisation: one location with a reception, a service desk and the schedules that both use."""

from datetime import date

from sandbox.webex.account import Account, Announcement, AutoAttendant, Location, Person, Queue, Waiting
from sandbox.webex.attendant_settings import AttendantSettings
from sandbox.webex.identifiers import identifier
from sandbox.webex.menus import CallTreatment, KeyConfiguration, LastAction, Menu
from sandbox.webex.queue_settings import (
    AgentSettings,
    CallPolicies,
    ComfortMessage,
    Overflow,
    QueueSettings,
    QueueTreatment,
    WaitMessage,
)
from sandbox.webex.services import HolidayService, NightService
from sandbox.webex.timetables import Event, Recurrence, RecurWeekly, RecurYearlyByDate, Schedule
from sandbox.webex.tokens import ServiceApp

USER_TOKEN = "webex-demo-user"  # noqa: S105 - opens a make-believe organisation only
READER_TOKEN = "webex-demo-reader"  # noqa: S105 - likewise

ZONE = "America/New_York"
ORGANISATION = identifier("ORGANIZATION", "6c1f4a52-0d3b-4a77-9b3e-5d2f8a6e1c01")
RALEIGH = identifier("LOCATION", "6c1f4a52-0d3b-4a77-9b3e-5d2f8a6e1c02")
RECEPTION = identifier("AUTO_ATTENDANT", "6c1f4a52-0d3b-4a77-9b3e-5d2f8a6e1c03")
SERVICE_DESK = identifier("CALL_QUEUE", "6c1f4a52-0d3b-4a77-9b3e-5d2f8a6e1c04")
TOM, HANNAH, LUIS, MEI, SOFIA = (
    identifier("PEOPLE", f"6c1f4a52-0d3b-4a77-9b3e-5d2f8a6e1c1{number}") for number in range(5)
)
CLOSED_TODAY = identifier("ANNOUNCEMENT", "6c1f4a52-0d3b-4a77-9b3e-5d2f8a6e1c21")
LONG_QUEUE = identifier("ANNOUNCEMENT", "6c1f4a52-0d3b-4a77-9b3e-5d2f8a6e1c22")
HOLD = identifier("ANNOUNCEMENT", "6c1f4a52-0d3b-4a77-9b3e-5d2f8a6e1c23")

NUMBERS = (*(f"+191955501{number}" for number in range(40, 43)), *(f"+191955501{number}" for number in range(60, 70)))
HOURS = "Business Hours"
HOLIDAYS = "Holidays"
DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


def demo_account() -> Account:
    """An organisation as it might be on its first day with us."""
    return Account(
        id=ORGANISATION,
        locations={RALEIGH: _raleigh()},
        people={each.id: each for each in _people()},
        announcements=_announcements(),
        auto_attendants={RECEPTION: _reception()},
        queues={SERVICE_DESK: _service_desk()},
        schedules=(_business_hours(), _holidays()),
    )


def demo_service_app() -> ServiceApp:
    """The service app that the organisation has authorised."""
    return ServiceApp(
        client_id="webex-demo-client",
        client_secret="webex-demo-secret",  # noqa: S106 - opens a make-believe organisation only
        refresh_token="webex-demo-refresh",  # noqa: S106 - likewise
    )


def _raleigh() -> Location:
    return Location(
        id=RALEIGH,
        name="Raleigh",
        timezone=ZONE,
        country="US",
        address="100 Fayetteville Street",
        city="Raleigh",
        state="NC",
        postal_code="27601",
        main_number="+19195550140",
        numbers=NUMBERS,
    )


def _people() -> list[Person]:
    return [
        _person(TOM, "Tom", "Reyes", "1000"),
        _person(HANNAH, "Hannah", "Weiss", "1003"),
        _person(LUIS, "Luis", "Ortega", "1002"),
        _person(MEI, "Mei", "Tanaka", "1004").model_copy(update={"state": "SIGN_OUT"}),
        _person(SOFIA, "Sofia", "Rossi", "1005"),
    ]


def _person(key: str, first: str, last: str, extension: str) -> Person:
    return Person(
        id=key,
        location_id=RALEIGH,
        first_name=first,
        last_name=last,
        email=f"{first.lower()}@example.com",
        extension=extension,
    )


def _announcements() -> tuple[Announcement, ...]:
    return (
        Announcement(id=CLOSED_TODAY, name="Closed today", file_name="closed-today.wav", file_size=312),
        Announcement(
            id=LONG_QUEUE,
            name="Long queue",
            file_name="long-queue.wav",
            file_size=208,
            level="LOCATION",
            location_id=RALEIGH,
        ),
    )


def _reception() -> AutoAttendant:
    to_service_desk = KeyConfiguration(
        key="1", action="TRANSFER_WITHOUT_PROMPT", value="2000", description="Service Desk"
    )
    to_mailbox = KeyConfiguration(
        key="5", action="TRANSFER_TO_MAILBOX", value="1000", description="Reception's mailbox"
    )
    hang_up = KeyConfiguration(key="#", action="EXIT")
    return AutoAttendant(
        id=RECEPTION,
        location_id=RALEIGH,
        settings=AttendantSettings(
            name="Reception",
            phone_number="+19195550141",
            extension="2001",
            business_schedule=HOURS,
            holiday_schedule=HOLIDAYS,
            time_zone=ZONE,
            business_hours_menu=Menu(
                greeting="DEFAULT",
                extension_enabled=True,
                key_configurations=(
                    KeyConfiguration(key="0", action="TRANSFER_TO_OPERATOR", value="1000", description="Tom Reyes"),
                    to_service_desk,
                    KeyConfiguration(
                        key="2", action="TRANSFER_WITH_PROMPT", value="+19195550111", description="Support"
                    ),
                    KeyConfiguration(key="3", action="NAME_DIALING", value=""),
                    KeyConfiguration(key="4", action="EXTENSION_DIALING", value=""),
                    to_mailbox,
                    KeyConfiguration(key="*", action="REPEAT_MENU", value=""),
                    hang_up,
                ),
                call_treatment=CallTreatment(
                    retry_attempt_for_no_input="ONE_TIME",
                    no_input_timer="15",
                    action_to_be_performed=LastAction(action="TRANSFER_TO_OPERATOR", transfer_call_to="1000"),
                ),
            ),
            after_hours_menu=Menu(
                greeting="DEFAULT", extension_enabled=False, key_configurations=(to_mailbox, hang_up)
            ),
        ),
    )


def _service_desk() -> Queue:
    return Queue(
        id=SERVICE_DESK,
        location_id=RALEIGH,
        settings=QueueSettings(
            name="Service Desk",
            phone_number="+19195550142",
            extension="2000",
            last_name="Service Desk",
            time_zone=ZONE,
            call_policies=CallPolicies(policy="CIRCULAR"),
            queue_settings=QueueTreatment(
                queue_size=25,
                overflow=Overflow(
                    action="TRANSFER_TO_PHONE_NUMBER",
                    transfer_number="+19195550111",
                    overflow_after_wait_enabled=True,
                    overflow_after_wait_time=900,
                ),
                wait_message=WaitMessage(enabled=True, wait_mode="POSITION"),
                comfort_message=ComfortMessage(enabled=True, time_between_messages=60),
            ),
            agents=(AgentSettings(id=HANNAH), AgentSettings(id=LUIS), AgentSettings(id=MEI, join_enabled=False)),
        ),
        announcements=(
            Announcement(
                id=HOLD, name="Hold", file_name="hold.wav", file_size=640, level="ENTITY", location_id=RALEIGH
            ),
        ),
        holiday_service=HolidayService(holiday_service_enabled=True, holiday_schedule_name=HOLIDAYS),
        night_service=NightService(
            night_service_enabled=True,
            business_hours_name=HOURS,
            action="TRANSFER",
            transfer_phone_number="1000",
            play_announcement_before_enabled=True,
        ),
        waiting=(
            Waiting(id=identifier("CALL", "5d2f8a6e1c31"), name="Ana Flores", number="+19845550173", seconds=142),
            Waiting(id=identifier("CALL", "5d2f8a6e1c32"), name="J. Whitfield", number="+19105550118", seconds=37),
        ),
    )


def _business_hours() -> Schedule:
    weekdays = _week("monday", "tuesday", "wednesday", "thursday", "friday")
    return Schedule(
        location_id=RALEIGH,
        type="businessHours",
        name=HOURS,
        events=(
            _weekly("Weekdays", date(2026, 1, 5), "08:00", "18:00", weekdays),
            _weekly("Saturday", date(2026, 1, 10), "09:00", "13:00", _week("saturday")),
        ),
    )


def _week(*open_days: str) -> RecurWeekly:
    return RecurWeekly.model_validate({day: day in open_days for day in DAYS})


def _weekly(name: str, first: date, opens: str, closes: str, week: RecurWeekly) -> Event:
    return Event(
        name=name,
        start_date=first,
        end_date=first,
        start_time=opens,
        end_time=closes,
        all_day_enabled=False,
        recurrence=Recurrence(recur_for_ever=True, recur_weekly=week),
    )


def _holidays() -> Schedule:
    new_year, christmas = date(2026, 1, 1), date(2026, 12, 25)
    return Schedule(
        location_id=RALEIGH,
        type="holidays",
        name=HOLIDAYS,
        events=(
            Event(
                name="Thanksgiving", start_date=date(2026, 11, 26), end_date=date(2026, 11, 27), all_day_enabled=True
            ),
            _yearly("Christmas Day", christmas, RecurYearlyByDate(day_of_month=25, month="DECEMBER")),
            _yearly("New Year's Day", new_year, RecurYearlyByDate(day_of_month=1, month="JANUARY")),
        ),
    )


def _yearly(name: str, first: date, again: RecurYearlyByDate) -> Event:
    recurrence = Recurrence(recur_for_ever=True, recur_yearly_by_date=again)
    return Event(name=name, start_date=first, end_date=first, all_day_enabled=True, recurrence=recurrence)
