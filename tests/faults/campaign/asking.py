"""Questions by HTTP that are asked again, elsewhere, until somebody answers."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any, NamedTuple

import httpx

PATIENCE = 5.0


class Answer(NamedTuple):
    status: int
    body: Any

    @property
    def is_yes(self) -> bool:
        return self.status < 300


class Asking:
    """One HTTP client for everybody in the crowd."""

    def __init__(self, urls: Sequence[str]) -> None:
        self.asked_again = 0
        self.odd: list[str] = []
        """Answers that no fault excuses."""
        self._urls = urls
        self._one_by_one = asyncio.Semaphore(2)
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=100)
        self._client = httpx.AsyncClient(trust_env=False, timeout=PATIENCE, limits=limits)

    async def close(self) -> None:
        await self._client.aclose()

    async def ask(
        self, method: str, path: str, body: object = None, *, token: str = "", cookie: str = ""
    ) -> Answer:
        """The first real answer: 5xx and broken lines are asked again at another server."""
        headers = {"Sec-Fetch-Site": "same-origin"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if cookie:
            headers["Cookie"] = cookie
        while True:
            url = random.choice(self._urls) + path
            try:
                answer = await self._client.request(method, url, json=body, headers=headers)
                if answer.status_code == 500:
                    self.odd.append(f"{method} {path}: {answer.text[:200]}")
                if answer.status_code < 500:
                    return Answer(answer.status_code, answer.json() if answer.content else None)
            except httpx.HTTPError:
                pass
            self.asked_again += 1
            await asyncio.sleep(random.uniform(0.1, 0.5))

    async def sign_in(self, number: str, password: str) -> str:
        """The cookie of a new log-in. One after the other: a password is slow to check, by design."""
        async with self._one_by_one:
            answer = await self._client.post(
                random.choice(self._urls) + "/api/session",
                json={"number": number, "password": password},
                headers={"Sec-Fetch-Site": "same-origin"},
                timeout=30,
            )
        answer.raise_for_status()
        cookie = "; ".join(f"{name}={value}" for name, value in answer.cookies.items())
        self._client.cookies.clear()
        return cookie
