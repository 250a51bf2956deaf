"""Whether a token is good, whether it stands for a second factor, and for whom an issuer may speak."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from joserfc import jwt
from joserfc.errors import ClaimError

from helpline.kit.refusal import Invalid, Refused
from helpline.people.model import ADMINISTRATORS, Staff
from helpline.people.openid.model import JOURNEY_FOR, LEEWAY, Farewell, Issuer, Metadata, Vouched

ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"}
)
"""Signatures by a key pair only: whoever can check them cannot make them."""
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LETTERS = 255
"""Of a subject at most (OpenID Connect Core, 2)."""
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})

Claims = Mapping[str, Any]
"""Any: a token says what it likes."""


class BadToken(Refused):
    code, status = "openid-bad-token", 401


class BadIssuer(Invalid):
    code = "bad-issuer"


def check_address(address: str) -> None:
    """Secrets and codes travel sealed, but for a trial on one's own machine.

    Raises:
        BadIssuer: the address is not `https`.
    """
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.netloc:
        return
    if parts.scheme != "http" or parts.hostname not in _HERE:
        raise BadIssuer(f"统一身份认证的地址“{address[:120]}”不可用：须以 https:// 开头。")


def check_metadata(said: Metadata, address: str) -> None:
    """Whether what was found at an address is that issuer's.

    Raises:
        BadIssuer: it calls itself otherwise, or sends us where nothing is sealed.
    """
    if said.issuer != address:
        raise BadIssuer(f"该地址的认证服务自称“{said.issuer[:120]}”，与登记的不一致。请系统管理员核对。")
    for each in (said.authorization_endpoint, said.token_endpoint, said.jwks_uri):
        check_address(each)
    if said.end_session_endpoint:
        check_address(said.end_session_endpoint)
    if not algorithms_of(said):
        raise BadIssuer("该认证服务的签名算法不受支持：须为 RS、PS、ES 系列或 Ed25519。")


def algorithms_of(said: Metadata) -> list[str]:
    """Which signatures are taken from an issuer."""
    return sorted(ALGORITHMS.intersection(said.id_token_signing_alg_values_supported))


def vouched(issuer: Issuer, claims: Claims, nonce: str, now: datetime) -> Vouched:
    """R18.1: for whom an ID token vouches (OpenID Connect Core, 3.1.3.7).

    Raises:
        BadToken: it is another's, too old, or not the answer to this question.
    """
    needed = ("iss", "sub", "aud", "exp", "iat")
    _check(claims, issuer, now, needed, nonce={"essential": True, "value": nonce})
    _check_meant_for(claims, issuer.client_id)
    sid = claims.get("sid", "")
    number = claims.get(issuer.claim, "")
    return Vouched(
        issuer_id=issuer.id,
        subject=_text(claims["sub"]),
        sid=sid if isinstance(sid, str) else "",
        number=str(number) if isinstance(number, str | int) and not isinstance(number, bool) else "",
        is_strong=is_strong(claims, issuer.strong_acrs),
        until=now + JOURNEY_FOR,
    )


def farewell(issuer: Issuer, claims: Claims, now: datetime) -> Farewell:
    """Whose log-ins a logout token ends (OpenID Connect Back-Channel Logout 1.0, 2.6).

    Raises:
        BadToken: it is another's, too old, an ID token, or names nobody.
    """
    _check(claims, issuer, now, ("iss", "aud", "exp", "iat", "jti"))
    events = claims.get("events")
    if not isinstance(events, Mapping) or LOGOUT_EVENT not in events or "nonce" in claims:
        raise BadToken("这不是一个退出令牌。")
    subject, sid = claims.get("sub", ""), claims.get("sid", "")
    if not isinstance(subject, str) or not isinstance(sid, str) or not (subject or sid):
        raise BadToken("退出令牌没有指明是谁。")
    return Farewell(subject=subject, sid=sid, at=datetime.fromtimestamp(int(claims["iat"]), UTC) + LEEWAY)


def is_strong(claims: Claims, strong_acrs: tuple[str, ...]) -> bool:
    """GB/T 22239, 8.1.4.1: whether the issuer says that it asked for a second factor (`amr` of RFC 8176, or `acr`)."""
    amr = claims.get("amr")
    return claims.get("acr") in strong_acrs or (isinstance(amr, list) and "mfa" in amr)


def speaks_for(issuer: Issuer, person: Staff) -> bool:
    """R14.1, R18.1: an issuer vouches for its own bureau's officials only.

    Never for an administrator: whoever runs the issuer must not thereby become one of the three.
    """
    is_official = person.provider_id is None and person.role not in ADMINISTRATORS
    return is_official and person.district_id == issuer.district_id


def must_use_issuer(issuer: Issuer | None, person: Staff) -> bool:
    """Whether a right password is not enough. Administrators keep theirs: an issuer that is down must not lock out all."""
    return issuer is not None and not issuer.passwords_allowed and person.role not in ADMINISTRATORS


def _check(claims: Claims, issuer: Issuer, now: datetime, needed: tuple[str, ...], **more: Any) -> None:
    meant: dict[str, Any] = {name: {"essential": True} for name in needed}
    meant["iss"]["value"] = issuer.address
    meant["aud"]["value"] = issuer.client_id
    leeway = int(LEEWAY.total_seconds())
    try:
        jwt.JWTClaimsRegistry(now=int(now.timestamp()), leeway=leeway, **meant, **more).validate(dict(claims))
    except ClaimError as fault:
        raise BadToken(f"统一身份认证的凭证不可用（{fault.claim}），请重新登录。") from None


def _check_meant_for(claims: Claims, client_id: str) -> None:
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    azp = claims.get("azp")
    if (several and azp is None) or (azp is not None and azp != client_id):
        raise BadToken("统一身份认证的凭证不是发给本系统的（azp），请重新登录。")


def _text(subject: Any) -> str:
    if not isinstance(subject, str) or not 0 < len(subject) <= LETTERS:
        raise BadToken("统一身份认证的凭证没有指明是谁（sub），请联系系统管理员。")
    return subject
