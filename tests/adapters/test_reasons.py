"""Error bodies of every shape become one short sentence."""

import json

import pytest

from adapters.reasons import Reason, reason

GOOGLE = {"error": {"code": 400, "message": "Bad hours", "errors": [{"domain": "global", "reason": "badRequest"}]}}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(json.dumps(GOOGLE), "Bad hours", id="Google style"),
        pytest.param('{"message": "Not so", "errors": [{"description": "More"}]}', "Not so", id="a message"),
        pytest.param('{"errors": [{"description": "More"}], "trackingId": "1"}', "More", id="a list of errors"),
        pytest.param('{"error": "invalid_grant", "error_description": "Expired"}', "Expired", id="OAuth style"),
        pytest.param('{"title": "Conflict", "detail": "Taken", "status": 409}', "Taken", id="a problem document"),
        pytest.param('["first", "second"]', "first", id="a bare list"),
        pytest.param('"Nope"', "Nope", id="a bare string"),
        pytest.param('{"code": 7}', "", id="no words"),
        pytest.param("Results have expired", "Results have expired", id="plain text"),
        pytest.param("  two\n\tlines\x00\x1b[31m ", "two lines [31m", id="control characters"),
        pytest.param("<html><head><title>502 Bad Gateway</title></head></html>", "502 Bad Gateway", id="a page"),
        pytest.param("<html><TITLE></TITLE><h1>Down <b>now</b></h1></html>", "Down now", id="a page's heading"),
        pytest.param("<p>a &amp; b</p><script>alert(1)</script>", "a & b", id="a page without either"),
        pytest.param('[{"errors": [{"errorMessage": "Not yours"}]}]', "Not yours", id="errors in a list"),
        pytest.param('{"StatusCode": 400, "Message": "Too loud"}', "Too loud", id="capitals"),
        pytest.param('{"Title": "Wrong", "Errors": {"$.Name": ["No name"]}}', "No name", id="errors by field"),
        pytest.param('{"errors": {"message": "First", "x": ["y"]}}', "First", id="errors with a message"),
        pytest.param("", "", id="nothing"),
        pytest.param("x" * 500, "x" * 199 + "…", id="too long"),
        pytest.param("[" * 100_000, "[" * 199 + "…", id="too deep"),
    ],
)
def test_a_body_of_any_shape_becomes_one_sentence(body: str, expected: str) -> None:
    assert reason(body.encode()).words == expected


def test_bytes_that_are_no_text_do_no_harm() -> None:
    assert reason(b"\xff\xfe bad").words == "�� bad"


def test_a_secret_is_blotted_out() -> None:
    assert reason(b'{"error": "Token abc-123 is bad: abc-123"}', secrets=("abc-123", "")).words == (
        "Token [secret] is bad: [secret]"
    )


BACK_END = {
    "error": [
        {
            "key": "400",
            "message": [
                {
                    "description": "Failed at ws: command = 'modify', error = '[Error 25008] It's missing: value', 1",
                    "code": "4000",
                }
            ],
        }
    ],
    "trackingId": "ROUTERGW_1f",
}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            {"message": "No", "errors": [{"description": "No", "errorCode": 4003}], "trackingId": "ROUTERGW_1"},
            Reason("No", "4003", "ROUTERGW_1"),
            id="a number",
        ),
        pytest.param(BACK_END, Reason("It's missing: value", "25008", "ROUTERGW_1f"), id="words inside of words"),
        pytest.param([{"errors": [{"errorMessage": "No", "code": "7"}]}], Reason("No", "7", ""), id="in a list"),
        pytest.param({"message": "No", "trackingId": "<b>\n"}, Reason("No", "", "<b>"), id="no code"),
        pytest.param(["No", 7], Reason("No", "", ""), id="words alone"),
        pytest.param(
            {"Title": "Slow down", "TraceId": "00-1", "RetryAfter": "60"},
            Reason("Slow down", "", "00-1", "60"),
            id="a wait",
        ),
    ],
)
def test_a_code_and_a_tracking_id_are_found_wherever_they_stand(body: object, expected: Reason) -> None:
    assert reason(json.dumps(body).encode()) == expected
