"""The demo's account: one office with three call centers, two departments and five people."""

from sandbox.dialpad.account import Account, CallCenter, Department, Live, Office, Operator, User
from sandbox.dialpad.settings import (
    AdvancedSettings,
    Alerts,
    AutoCallRecording,
    HoldQueue,
    MenuEntry,
    RoutingOptions,
    Settings,
    Side,
    Target,
    VoiceIntelligence,
)

ADMINISTRATOR_KEY = "dialpad-demo-administrator"
READER_KEY = "dialpad-demo-reader"

COMPANY = 5512770945318912
OFFICE = 4821003377654784
SUPPORT = 6034412187525121
SALES = 6034412187525122
BILLING = 6034412187525123
FIELD_SERVICE = 5230986014720001
FRONT_DESK = 5230986014720002
OLIVIA = 6611904272334849
MATEO = 6611904272334850
PRIYA = 6611904272334851
JONAS = 6611904272334852
GRACE = 6611904272334853

VOICEMAIL = Side(action="voicemail", try_dial_operators=False)


def _department(key: int) -> Target:
    return Target(action="department", action_target_id=key, action_target_type="department")


def _person(key: int) -> Target:
    return Target(action="person", action_target_id=key, action_target_type="user")


SUPPORT_SETTINGS = Settings(
    name="Support",
    group_description="Help with products in use",
    hours_on=True,
    saturday_hours=("09:00", "13:00"),
    routing_options=RoutingOptions(
        open=Side(
            action="menu",
            try_dial_operators=True,
            dtmf=(
                MenuEntry(input="0", options=Target(action="operator")),
                MenuEntry(input="1", options=_department(FIELD_SERVICE)),
            ),
        ),
        closed=VOICEMAIL.model_copy(update={"dtmf": (MenuEntry(input="1", options=_person(OLIVIA)),)}),
    ),
    hold_queue=HoldQueue(allow_queue_callback=False, queue_callback_dtmf="9"),
)

SALES_SETTINGS = Settings(
    name="Sales",
    hours_on=True,
    monday_hours=("09:00", "12:00", "13:00", "17:00"),
    tuesday_hours=("09:00", "12:00", "13:00", "17:00"),
    wednesday_hours=("09:00", "12:00", "13:00", "17:00"),
    thursday_hours=("09:00", "12:00", "13:00", "17:00"),
    friday_hours=("09:00", "12:00", "13:00", "16:00"),
    ring_seconds=20,
    routing_options=RoutingOptions(
        open=Side(
            action="department",
            action_target_id=FRONT_DESK,
            action_target_type="department",
            try_dial_operators=True,
            operator_routing="roundrobin",
            dtmf=(MenuEntry(input="2", options=_person(MATEO)),),
        ),
        closed=Side(action="message", try_dial_operators=False),
    ),
    hold_queue=HoldQueue(
        allow_queue_callback=True,
        queue_callback_dtmf="8",
        queue_callback_threshold=3,
        max_hold_count=20,
        max_hold_seconds=600,
        announcement_interval_seconds=60,
    ),
    advanced_settings=AdvancedSettings(
        auto_call_recording=AutoCallRecording(call_recording_inbound=True, allow_pause_recording=True),
        max_wrap_up_seconds=30,
    ),
)

BILLING_SETTINGS = Settings(
    name="Billing",
    group_description="Invoices and payments",
    hours_on=False,
    monday_hours=("08:30", "16:30"),
    ring_seconds=15,
    routing_options=RoutingOptions(
        open=Side(action="voicemail", try_dial_operators=True, operator_routing="simultaneous"),
        closed=VOICEMAIL,
    ),
    hold_queue=HoldQueue(max_hold_seconds=300, max_hold_count=10, queue_escape_dtmf="#"),
    alerts=Alerts(cc_service_level=80, cc_service_level_seconds=120),
    voice_intelligence=VoiceIntelligence(auto_start=False),
)


def demo_account() -> Account:
    """A company as it might be on its first day with us."""
    return Account(
        company_id=COMPANY,
        offices={OFFICE: _office()},
        departments={each.id: each for each in _departments()},
        users={each.id: each for each in _users()},
        call_centers={each.id: each for each in _call_centers()},
        last_id=GRACE,
    )


def _office() -> Office:
    return Office(id=OFFICE, name="Raleigh", phone_numbers=("+19195550100",), is_primary_office=True)


def _departments() -> list[Department]:
    return [
        Department(id=FIELD_SERVICE, office_id=OFFICE, name="Field Service", phone_numbers=("+19195550121",)),
        Department(id=FRONT_DESK, office_id=OFFICE, name="Front Desk", phone_numbers=("+19195550122",)),
    ]


def _users() -> list[User]:
    return [
        _user(OLIVIA, "Olivia", "Brandt", "+19195550131", administrator=True),
        _user(MATEO, "Mateo", "Silva", "+19195550132"),
        _user(PRIYA, "Priya", "Nair", "+19195550133"),
        _user(JONAS, "Jonas", "Keller", "+19195550134"),
        _user(GRACE, "Grace", "Okafor", "+19195550135"),
    ]


def _user(key: int, first: str, last: str, number: str, *, administrator: bool = False) -> User:
    return User(
        id=key,
        office_id=OFFICE,
        first_name=first,
        last_name=last,
        email=f"{first.lower()}@example.com",
        phone_numbers=(number,),
        is_super_admin=administrator,
    )


def _call_centers() -> list[CallCenter]:
    return [
        CallCenter(
            id=SUPPORT,
            office_id=OFFICE,
            settings=SUPPORT_SETTINGS,
            phone_numbers=("+19195550111",),
            operators={OLIVIA: Operator(role="admin"), PRIYA: Operator(), JONAS: Operator(skill_level=60)},
            live=Live(pending=2, on_duty_operators=3, capacity=1, longest_call_wait_time=48),
        ),
        CallCenter(
            id=SALES,
            office_id=OFFICE,
            settings=SALES_SETTINGS,
            phone_numbers=("+19195550112",),
            operators={MATEO: Operator(role="supervisor"), GRACE: Operator()},
            live=Live(on_duty_operators=2, capacity=2),
        ),
        CallCenter(
            id=BILLING,
            office_id=OFFICE,
            settings=BILLING_SETTINGS,
            phone_numbers=("+19195550113",),
            operators={GRACE: Operator()},
            live=Live(on_duty_operators=1, capacity=1),
        ),
    ]
