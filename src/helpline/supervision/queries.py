"""The wallboard in one look."""

from helpline.kit.db import ReadTx
from helpline.people import policy
from helpline.people import queries as people
from helpline.people.model import Actor
from helpline.supervision import burning, figures, tiles
from helpline.supervision.model import OnDuty, Wallboard
from helpline.supervision.scene import read_scene


async def wallboard_of(read: ReadTx, actor: Actor) -> Wallboard:
    """The board of the actor's scope: a team lead's team, a provider's, a district's, or the city's."""
    scene = await read_scene(read, policy.require(actor, "wallboard.read"))
    present = [seat for seat in scene.seats if seat.lease_until is not None and seat.lease_until > read.now]
    return Wallboard(
        now=read.now,
        place=await people.organisation_words(read, actor),
        on_duty=OnDuty(present=len(present), rostered=len(scene.seats)),
        burning=await burning.clocks(read, scene),
        longest=await burning.longest(read, scene),
        missed=await burning.missed(read, scene),
        lost=await burning.lost(read, scene),
        rates=await figures.rates(read, scene),
        of_no_district=await figures.of_no_district(read, scene),
        queues=await figures.queues(read, scene),
        curve=await figures.curve(read, scene),
        consultants=tiles.consultants(read, scene, present),
    )
