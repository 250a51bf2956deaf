"""A log-in by an issuer from our page to theirs and back. The issuer is asked between transactions, never inside one."""

import base64
import hashlib
import secrets
from hmac import compare_digest
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from helpline.kit.db import Database
from helpline.kit.refusal import NotFound, Refused
from helpline.people import login
from helpline.people.commands import openid as commands
from helpline.people.model import Actor, Device, LoginTerms, SignedIn
from helpline.people.openid import rules, seal
from helpline.people.openid.model import JOURNEY_FOR, Answer, Issuer, Journey, Vouched
from helpline.people.openid.wire import Wire
from helpline.people.store import issuers as store

ERRORS = frozenset(
    {"access_denied", "login_required", "interaction_required", "temporarily_unavailable", "server_error"}
)
"""What an issuer may say in place of a code; anything else is not repeated to the reader."""


class UnknownIssuer(NotFound):
    code = "unknown-issuer"


class NoPublicAddress(Refused):
    code, status = "no-public-address", 409


class Strayed(Refused):
    code, status = "openid-strayed", 401


class Declined(Refused):
    code, status = "openid-declined", 401


class NoAccount(Refused):
    code, status = "openid-no-account", 401


class Departure(msgspec.Struct, frozen=True):
    """Where the browser goes, and what it takes along."""

    address: str
    cookie: str


class CodeAsked(msgspec.Struct, frozen=True):
    """The issuer vouches for somebody who has to tell a code as well."""

    cookie: str


def way_back(terms: LoginTerms, issuer_id: UUID) -> str:
    """The exact address to which an issuer sends people back; each issuer has its own, so that none answers for another.

    Raises:
        NoPublicAddress: the settings do not say where we are.
    """
    if not terms.issuers.public_url:
        raise NoPublicAddress(
            "系统还没有设置对外地址（HELPLINE_PUBLIC_URL），不能用统一身份登录。请联系系统管理员。"
        )
    return f"{terms.issuers.public_url}/login/openid/{issuer_id}"


async def set_out(
    db: Database, wire: Wire, issuer_id: UUID, terms: LoginTerms, *, afresh: bool = False
) -> Departure:
    """Send somebody to the issuer (authorization code with PKCE, RFC 7636). `afresh`: it is not to remember anybody.

    Raises:
        UnknownIssuer, NoPublicAddress: there is no way.
        IssuerAway, BadIssuer: the issuer does not answer, or not as itself.
    """
    issuer = await _issuer(db, issuer_id)
    back = way_back(terms, issuer_id)
    async with db.reading() as read:
        now = read.now
    metadata = await wire.metadata(issuer.name, issuer.address, now)
    journey = Journey(
        issuer_id=issuer_id,
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        until=now + JOURNEY_FOR,
    )
    query = {
        "response_type": "code",
        "client_id": issuer.client_id,
        "redirect_uri": back,
        "scope": "openid",
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": _challenge(journey.verifier),
        "code_challenge_method": "S256",
    }
    if issuer.strong_acrs:
        query["acr_values"] = " ".join(issuer.strong_acrs)
    if afresh:
        query["prompt"] = "login"
    async with db.reading() as read:
        cookie = await seal.sealed(read, seal.JOURNEY, journey)
    joint = "&" if "?" in metadata.authorization_endpoint else "?"
    return Departure(f"{metadata.authorization_endpoint}{joint}{urlencode(query)}", cookie)


class Arrivals:
    """Those who come back from an issuer, at this process's doors."""

    def __init__(self, db: Database, wire: Wire, terms: LoginTerms) -> None:
        self._db, self._wire, self._terms = db, wire, terms

    async def arrive(
        self, issuer_id: UUID, cookie: str, answer: Answer, device: Device
    ) -> SignedIn | CodeAsked:
        """Let in who comes back with the issuer's answer to our question.

        Raises:
            Strayed: it is not the answer to what this browser asked, or too late.
            Declined: the issuer did not let the person in.
            CodeRefused, BadToken, IssuerAway: what it answered is worth nothing, or it does not answer.
            NoAccount, SignInLocked: see `enter`.
        """
        journey = await self._journey(issuer_id, cookie, answer)
        issuer = await _issuer(self._db, issuer_id)
        async with self._db.reading() as read:
            secret, now = await store.secret_of(read, issuer_id), read.now
        metadata = await self._wire.metadata(issuer.name, issuer.address, now)
        is_silent = not answer.iss and not metadata.authorization_response_iss_parameter_supported
        if not is_silent and answer.iss != issuer.address:
            raise _strayed()  # RFC 9207: another issuer's answer
        asked = {
            "code": answer.code,
            "redirect_uri": way_back(self._terms, issuer_id),
            "code_verifier": journey.verifier,
        }
        token = await self._wire.redeem(issuer, secret, asked, now)
        claims = await self._wire.claims(issuer, token, now)
        return await self._enter(rules.vouched(issuer, claims, journey.nonce, now), device)

    async def tell_code(self, cookie: str, code: str, device: Device) -> SignedIn:
        """Let in whom an issuer vouched for a moment ago, by the code from the phone.

        Raises:
            Strayed: nobody vouched, or too long ago.
            WrongCode, SignInLocked: as with a password.
        """
        async with self._db.reading() as read:
            vouched = await seal.opened(read, seal.VOUCHED, cookie, Vouched)
            if vouched is None or vouched.until <= read.now:
                raise _strayed()
        entered = await self._enter(vouched, device, code)
        if isinstance(entered, CodeAsked):
            raise login.CodeNeeded("请输入手机上显示的六位动态码，或一个恢复码。")
        return entered

    async def _journey(self, issuer_id: UUID, cookie: str, answer: Answer) -> Journey:
        async with self._db.reading() as read:
            journey = await seal.opened(read, seal.JOURNEY, cookie, Journey)
            is_ours = journey is not None and journey.issuer_id == issuer_id and journey.until > read.now
        if (
            journey is None
            or not is_ours
            or not compare_digest(journey.state.encode(), answer.state.encode())
        ):
            raise _strayed()
        if answer.error or not answer.code:
            known = f"（{answer.error}）" if answer.error in ERRORS else ""
            raise Declined(f"统一身份认证没有完成登录{known}。请重试，或改用工号和密码登录。")
        return journey

    async def _enter(self, vouched: Vouched, device: Device, code: str = "") -> SignedIn | CodeAsked:
        async with self._db.deed() as tx:
            result = await commands.sign_in(tx, vouched, device, self._terms, code)
        if isinstance(result, SignedIn):
            return result
        if result == "code_missing":
            async with self._db.reading() as read:
                return CodeAsked(await seal.sealed(read, seal.VOUCHED, vouched))
        if result == "stranger":
            raise NoAccount(
                "统一身份认证已通过，但本系统没有您可用的账号：可能还没有录入、已停用，或不属于该单位。请联系本单位的系统管理员。"
            )
        raise _refusal(result, self._terms)


def _refusal(outcome: str, terms: LoginTerms) -> Refused:
    if outcome == "code_wrong":
        return login.WrongCode("动态码不正确或已用过，请等下一个动态码出现再输入。")
    return login.on_leave() if outcome == "on_leave" else login.locked(terms)


async def take_leave(db: Database, wire: Wire, issuer_id: UUID, token: str) -> int:
    """End the log-ins that a logout token names (OpenID Connect Back-Channel Logout 1.0); how many there were.

    Raises:
        UnknownIssuer, BadToken, IssuerAway: it is not a token that this issuer signed to that end.
    """
    issuer = await _issuer(db, issuer_id)
    async with db.reading() as read:
        now = read.now
    farewell = rules.farewell(issuer, await wire.claims(issuer, token, now), now)
    async with db.deed() as tx:
        return await commands.take_leave(tx, issuer, farewell)


async def way_out(db: Database, wire: Wire, actor: Actor, terms: LoginTerms) -> str | None:
    """Where to go after logging out here, to log out at the issuer too; None: nowhere.

    No token goes along as a hint: none is kept. The issuer asks the person instead.

    Raises:
        IssuerAway, BadIssuer: the issuer does not answer, or not as itself.
    """
    async with db.reading() as read:
        issuer = await store.issuer_of_session(read, actor.session_id)
        now = read.now
    if issuer is None or not terms.issuers.public_url:
        return None
    end = (await wire.metadata(issuer.name, issuer.address, now)).end_session_endpoint
    if not end:
        return None
    query = {
        "client_id": issuer.client_id,
        "post_logout_redirect_uri": f"{terms.issuers.public_url}/login",
    }
    return f"{end}{'&' if '?' in end else '?'}{urlencode(query)}"


async def _issuer(db: Database, issuer_id: UUID) -> Issuer:
    async with db.reading() as read:
        found = await store.by_id(read, issuer_id)
    if found is None:
        raise UnknownIssuer("没有这个统一身份认证，或已停用。请回到登录页重新选择。")
    return found


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _strayed() -> Strayed:
    return Strayed("这次统一身份登录已过期，或不是从本页发起的。请回到登录页重新登录。")
