"""What is asked of an issuer over the network, and remembered of it. No transaction waits for it."""

import asyncio
import functools
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import quote_plus

import httpx
import msgspec
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from helpline.kit.log import Log
from helpline.kit.refusal import Refused
from helpline.people.openid import rules
from helpline.people.openid.model import Issuer, Metadata
from helpline.people.openid.rules import BadToken, Claims

T = TypeVar("T")

REMEMBERED_FOR = timedelta(hours=1)
AFRESH_EVERY = timedelta(seconds=10)
"""How often an unknown key may send us to the issuer: anybody can knock with tokens that name one."""
_BASIC = "client_secret_basic"

log = Log(__name__)


class IssuerAway(Refused):
    """424: with 502 to 504 a proxy in front would put its own page in place of the sentence."""

    code, status = "openid-unreachable", 424


class CodeRefused(Refused):
    code, status = "openid-code-refused", 401


class _Tokens(msgspec.Struct, frozen=True):
    """What a code is redeemed for; the access token is not used, and not kept."""

    id_token: str


class _Fault(msgspec.Struct, frozen=True):
    error: str = ""


@dataclass
class _Known:
    """What an issuer said of itself, and when; its keys once they were needed."""

    metadata: Metadata
    at: datetime
    keys: KeySet | None = None
    keys_at: datetime | None = None


class Wire:
    """Asks issuers, each answer within `patience` seconds; one for a process."""

    def __init__(self, patience: float = 5.0) -> None:
        self._patience = patience
        self._known: dict[str, _Known] = {}

    async def metadata(self, name: str, address: str, now: datetime, *, afresh: bool = False) -> Metadata:
        """What the issuer at `address` says of itself; `name` is what people call it.

        Raises:
            IssuerAway: nobody answers there, or not sensibly.
            BadIssuer: it is not that issuer, or nothing that we can trust.
        """
        return (await self._of(name, address, now, afresh=afresh)).metadata

    async def redeem(self, issuer: Issuer, secret: str, asked: Mapping[str, str], now: datetime) -> str:
        """The ID token for a code.

        Raises:
            CodeRefused: the code was used, is too old, or is not ours.
            IssuerAway: nobody answers, or it does not know us any more.
        """
        metadata = await self.metadata(issuer.name, issuer.address, now)
        form = {"grant_type": "authorization_code", **asked}
        auth = None
        if _BASIC in metadata.token_endpoint_auth_methods_supported:
            auth = httpx.BasicAuth(quote_plus(issuer.client_id), quote_plus(secret))
        else:
            form |= {"client_id": issuer.client_id, "client_secret": secret}
        answer = await self._ask(issuer.name, "POST", metadata.token_endpoint, data=form, auth=auth)
        if answer.status_code == httpx.codes.OK:
            return _read(issuer.name, answer, _Tokens).id_token
        fault = _read(issuer.name, answer, _Fault).error[:40]
        log.warning("openid.code-refused", issuer=str(issuer.id), status=answer.status_code, error=fault)
        if fault == "invalid_grant":
            raise CodeRefused("这次登录的凭据已用过或已过期，请回到登录页重新登录。")
        raise _away(issuer.name, "它不接受本系统的登记，请系统管理员核对客户端编号和密钥")

    async def claims(self, issuer: Issuer, token: str, now: datetime) -> Claims:
        """What a token says, once its signature was found good; a key not known yet is asked for once.

        Raises:
            BadToken: nobody whom the issuer knows has signed it.
            IssuerAway: its keys cannot be had.
        """
        known = await self._of(issuer.name, issuer.address, now)
        keys = known.keys or await self._keys(issuer.name, known, now)
        algorithms = rules.algorithms_of(known.metadata)
        try:
            return _decoded(token, keys, algorithms)
        except InvalidKeyIdError:
            if known.keys_at is not None and now - known.keys_at < AFRESH_EVERY:
                raise _unsigned() from None
        try:
            return _decoded(token, await self._keys(issuer.name, known, now), algorithms)
        except InvalidKeyIdError:
            raise _unsigned() from None

    async def _of(self, name: str, address: str, now: datetime, *, afresh: bool = False) -> _Known:
        known = self._known.get(address)
        if known is not None and not afresh and abs(now - known.at) < REMEMBERED_FOR:
            return known
        rules.check_address(address)
        answer = await self._ask(name, "GET", address.rstrip("/") + "/.well-known/openid-configuration")
        if answer.status_code != httpx.codes.OK:
            raise _away(name, "该地址没有认证服务，请系统管理员核对")
        metadata = _read(name, answer, Metadata)
        rules.check_metadata(metadata, address)
        self._known[address] = _Known(metadata, now)
        return self._known[address]

    async def _keys(self, name: str, known: _Known, now: datetime) -> KeySet:
        answer = await self._ask(name, "GET", known.metadata.jwks_uri)
        try:
            known.keys, known.keys_at = KeySet.import_key_set(answer.json()), now
        except (
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
            JoseError,
        ):  # a set of keys may hold anything
            log.warning("openid.odd-keys", status=answer.status_code)
            raise _away(name, "它的公钥无法读取，请系统管理员核对") from None
        return known.keys

    async def _ask(
        self,
        name: str,
        method: str,
        url: str,
        *,
        data: Mapping[str, str] | None = None,
        auth: httpx.BasicAuth | None = None,
    ) -> httpx.Response:
        """One question; it neither follows to elsewhere nor takes a proxy from the environment."""
        try:
            async with (
                asyncio.timeout(self._patience),
                httpx.AsyncClient(verify=_trusted(), trust_env=False, timeout=self._patience) as client,
            ):
                return await client.request(method, url, data=data, auth=auth)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as trouble:
            log.warning("openid.unreachable", url=url, reason=type(trouble).__name__)
            raise _away(name, "请稍后再试，或改用工号和密码登录；一直如此请告知系统管理员") from None


@functools.cache
def _trusted() -> ssl.SSLContext:
    """The machine's own authorities: a bureau may have one that no list of browsers knows."""
    return ssl.create_default_context()


def _decoded(token: str, keys: KeySet, algorithms: list[str]) -> Claims:
    try:
        return jwt.decode(token, keys, algorithms=algorithms).claims
    except InvalidKeyIdError:
        raise
    except (JoseError, ValueError):
        raise _unsigned() from None


def _unsigned() -> BadToken:
    return BadToken("统一身份认证的凭证签名不可信，请重新登录；一直如此请告知系统管理员。")


def _away(name: str, advice: str) -> IssuerAway:
    return IssuerAway(f"“{name}”的统一身份认证暂时用不了：{advice}。")


def _read(name: str, answer: httpx.Response, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer.content, type=kind)
    except msgspec.DecodeError:
        log.warning("openid.odd-answer", status=answer.status_code, wanted=kind.__name__)
        raise _away(name, "它的回答无法读取，请稍后再试，或改用工号和密码登录") from None
