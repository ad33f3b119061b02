"""The Messages API through Anthropic's SDK, whose import takes seconds: import this one late."""

from __future__ import annotations

from typing import Any

import anthropic
import httpx2

MAX_BODY = 1_048_576
"""Bytes of an answer, decoded, beyond which it is not read on."""

_CONNECT_SECONDS = 5.0
_TOO_MANY_REQUESTS = 429
_SERVER_ERROR = 500


class CallFailed(Exception):
    """A call had no usable answer; what the server said of it is not kept.

    `again` says whether it is worth another try, and `retry_after` after how many seconds the
    server would like it, as the header has it.
    """

    def __init__(self, reason: str, *, again: bool = False, retry_after: str | None = None) -> None:
        """Say why, in a word."""
        self.reason = reason
        self.again = again
        self.retry_after = retry_after
        super().__init__(reason)


class _TooLarge(anthropic.AnthropicError):
    pass


class _BoundedHttpClient(anthropic.DefaultAioHttpClient):
    """Reads no body beyond `MAX_BODY`, whatever its status."""

    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        options["stream"] = True
        response = await super().send(request, **options)
        body = bytearray()
        try:
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MAX_BODY:
                    raise _TooLarge
        finally:
            await response.aclose()
        headers = [
            (name, value)
            for name, value in response.headers.multi_items()
            if name not in {"content-encoding", "content-length", "transfer-encoding"}
        ]
        return httpx2.Response(
            response.status_code, headers=headers, content=bytes(body), request=request
        )


class MessagesClient:
    """Makes single calls: no retry, no redirect, no proxy.

    Of the environment the SDK still reads `ANTHROPIC_BASE_URL` where `base_url` is None, and
    `ANTHROPIC_CUSTOM_HEADERS`.
    """

    def __init__(self, *, api_key: str, base_url: str | None) -> None:
        """Prepare the client; it connects at the first call."""
        self._sdk = anthropic.AsyncAnthropic(
            api_key=api_key,
            base_url=base_url,
            max_retries=0,
            open_telemetry=False,
            http_client=_BoundedHttpClient(follow_redirects=False, trust_env=False),
        )

    async def send(self, body: bytes, *, seconds: float) -> bytes:
        """Send a request's body as it stands, and return the body of the answer.

        Raises `CallFailed`.
        """
        try:
            response = await self._sdk.post(
                "/v1/messages",
                cast_to=httpx2.Response,
                content=body,
                options={
                    "headers": {"content-type": "application/json"},
                    "timeout": httpx2.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS)),
                },
            )
        except anthropic.APITimeoutError:
            raise CallFailed("timeout", again=True) from None
        except anthropic.APIConnectionError:
            raise CallFailed("unreachable", again=True) from None
        except anthropic.APIStatusError as error:
            raise _refusal(error) from None
        except anthropic.AnthropicError:
            raise CallFailed("malformed") from None
        return response.content

    async def close(self) -> None:
        """Close the connections."""
        await self._sdk.close()


def _refusal(error: anthropic.APIStatusError) -> CallFailed:
    retry_after = error.response.headers.get("retry-after")
    if error.status_code == _TOO_MANY_REQUESTS:
        return CallFailed("rate_limited", again=True, retry_after=retry_after)
    if error.status_code >= _SERVER_ERROR:
        return CallFailed("unavailable", again=True, retry_after=retry_after)
    return CallFailed("rejected")
