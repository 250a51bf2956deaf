"""The phones of our people: an account each, made known to Asterisk while it runs, gone when it restarts."""

from uuid import UUID

from helpline.kit.asterisk.configuration.sip import seat_objects
from helpline.kit.asterisk.wire.rest import AriRefused, Rest


def account_of(staff_id: UUID) -> str:
    """The account's name."""
    return f"seat-{staff_id.hex}"


class SeatPhones:
    """Makes accounts known. `media`: the address under which browsers reach Asterisk's sound."""

    def __init__(self, rest: Rest, url: str, media: str = "127.0.0.1") -> None:
        self._rest, self._media = rest, media
        self._url = url

    @property
    def socket_url(self) -> str:
        """Where it speaks SIP over WebSocket (RFC 7118)."""
        return f"{self._url.replace('http', 'ws', 1)}/ws"

    async def admit(self, staff_id: UUID, password: str) -> str:
        """Make the account of `staff_id` known with this password, whatever it was before; the account's name.

        Raises:
            ConnectionError, TimeoutError: Asterisk could not be reached, or does not let us.
        """
        account = account_of(staff_id)
        try:
            for kind, fields in seat_objects(self._media, account, password).items():
                body = {"fields": [{"attribute": name, "value": value} for name, value in fields.items()]}
                await self._rest.ask("PUT", f"asterisk/config/dynamic/res_pjsip/{kind}/{account}", body)
        except AriRefused as refused:
            raise ConnectionRefusedError(f"Asterisk does not take the account: {refused}") from refused
        return account
