"""SQL of alerts."""

from datetime import date
from uuid import UUID

from helpline.kit.db import ReadTx, Tx
from helpline.secrecy.model import Alert

_COLUMNS = "id, kind, staff_id, at, count, acknowledged_at, acknowledged_by, note"


async def raise_once(tx: Tx, alert: Alert, day: date) -> bool:
    """Whether it is the day's first of that kind for that person; else its count grows."""
    status: bool = await tx.fetchval(
        """insert into secrecy_alert (id, kind, staff_id, at, count, day) values ($1, $2, $3, $4, $5, $6)
           on conflict (kind, staff_id, day) do update set count = greatest(secrecy_alert.count, excluded.count)
           returning xmax = 0""",
        *(alert.id, alert.kind, alert.staff_id, alert.at, alert.count, day),
    )
    return status


async def newest(read: ReadTx, most: int) -> list[Alert]:
    """Those nobody has acknowledged first, then the newest."""
    rows = await read.fetch(
        f"select {_COLUMNS} from secrecy_alert order by acknowledged_at is not null, at desc limit $1", most
    )
    return [Alert(**dict(row)) for row in rows]


async def acknowledge(tx: Tx, alert_id: UUID, staff_id: UUID, note: str) -> bool:
    """Whether it was there and open."""
    status = await tx.execute(
        """update secrecy_alert set acknowledged_at = $2, acknowledged_by = $3, note = $4
           where id = $1 and acknowledged_at is null""",
        *(alert_id, tx.now, staff_id, note),
    )
    return status.endswith(" 1")
