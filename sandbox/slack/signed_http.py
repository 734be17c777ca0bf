"""HTTP delivery: signed requests to the app's request URL."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from sandbox.slack.courier import Parcel, Receipt
from sandbox.slack.timing import Timing
from sandbox.storage import Json

OK = 200


class SignedHttp:
    """Carries payloads to one request URL, each signed with the app's secret."""

    def __init__(self, url: str, secret: str, timing: Timing) -> None:
        self._url = url
        self._secret = secret
        self._timing = timing

    async def carry(self, parcel: Parcel) -> Receipt:
        body = _body(parcel).encode()
        headers = {**_headers(parcel), **self._signature(body)}
        timeout = ClientTimeout(total=self._timing.ack)
        try:
            async with (
                ClientSession(timeout=timeout) as session,
                session.post(self._url, data=body, headers=headers) as response,
            ):
                return await _receipt(response)
        except TimeoutError:
            return Receipt(acked=False, failure="http_timeout")
        except ClientError:
            return Receipt(acked=False, failure="connection_failed")

    def _signature(self, body: bytes) -> dict[str, str]:
        stamp = str(int(time.time()))
        digest = hmac.new(self._secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


async def _receipt(response: ClientResponse) -> Receipt:
    text = await response.text()
    if response.status == OK:
        return Receipt(acked=True, answer=_answer(text, response.content_type))
    wants_retry = response.headers.get("x-slack-no-retry") != "1"
    return Receipt(acked=False, failure="http_error", wants_retry=wants_retry)


def _answer(text: str, content_type: str) -> Json:
    if not text:
        return {}
    if content_type != "application/json":
        return {"text": text}
    answer = json.loads(text)
    return answer if isinstance(answer, dict) else {"text": text}


def _body(parcel: Parcel) -> str:
    if parcel.kind == "events_api":
        return json.dumps(parcel.payload)
    if parcel.kind == "slash_commands":
        return urlencode(parcel.payload)
    return urlencode({"payload": json.dumps(parcel.payload)})


def _headers(parcel: Parcel) -> dict[str, str]:
    form = "application/json" if parcel.kind == "events_api" else "application/x-www-form-urlencoded"
    headers = {"Content-Type": form}
    if parcel.attempt:
        headers |= {"X-Slack-Retry-Num": str(parcel.attempt), "X-Slack-Retry-Reason": parcel.retry_reason}
    return headers
