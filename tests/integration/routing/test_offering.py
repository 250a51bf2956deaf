"""R4.2: who waits is offered at once to the best able seat; who does not answer is passed over."""

from datetime import timedelta

import pytest

from tests.support.house import House
from tests.support.routing import RoutingHall


@pytest.fixture
def hall(house: House) -> RoutingHall:
    return RoutingHall(house)


@pytest.mark.article("R4.2")
async def test_work_is_offered_in_the_deed_that_enqueues_it(hall: RoutingHall) -> None:
    staff = await hall.consultant()

    work = await hall.enqueue()

    offer = await hall.open_offer(work)
    assert offer.staff_id == staff
    assert offer.due_at - offer.offered_at == timedelta(seconds=30)
