"""Article 5: whose question it is: handed over by name with all that was said, or declined with a reason that is told."""

import pytest

from tests.support.stage import Consultant, Stage, Taxpayer

QUESTION = "我要缴多少税？"


async def served(stage: Stage) -> tuple[Taxpayer, Consultant]:
    """A taxpayer and the consultant who took the question."""
    consultant, taxpayer = await stage.consultant("0101"), await stage.taxpayer()
    await taxpayer.asks(QUESTION)
    await taxpayer.wants_a_person()
    await consultant.takes()
    return taxpayer, consultant


@pytest.mark.article("R5.3")
async def test_the_colleague_is_asked_with_a_note_and_sees_all_that_was_said(stage: Stage) -> None:
    taxpayer, consultant = await served(stage)
    await consultant.says(taxpayer.conversation, "我请同事来看退税")
    colleague = await stage.consultant("0102")
    [line] = (await consultant.tries("GET", "colleagues")).json()
    path = f"conversations/{taxpayer.conversation}"

    await consultant.does(f"{path}/transfer", {"to": line["id"], "note": "退税问题"})
    [offer] = (await colleague.look())["offers"]
    await colleague.takes()

    assert (offer["kind"], offer["from_staff"], offer["note"]) == ("transfer", "0101 号咨询员", "退税问题")
    seen = (await colleague.tries("GET", path)).json()["changes"]
    assert {"type": "text", "text": "我请同事来看退税", "entry": None} in [
        change["content"] for change in seen if change["kind"] == "post"
    ]
    assert (await taxpayer.notices())[-1] == "transferred"
    assert (await consultant.tries("GET", path)).status_code == 404


@pytest.mark.article("R5.3")
async def test_nobody_sends_back_what_a_colleague_asked_without_saying_why(stage: Stage) -> None:
    taxpayer, consultant = await served(stage)
    colleague = await stage.consultant("0102")
    body: dict[str, object] = {"to": str(colleague.staff_id), "note": ""}
    await consultant.does(f"conversations/{taxpayer.conversation}/transfer", body)
    [offer] = (await colleague.look())["offers"]

    refused = await colleague.tries("POST", f"offers/{offer['id']}/decline", {"reason": ""})

    assert refused.status_code == 422
    assert len((await colleague.look())["offers"]) == 1


@pytest.mark.article("R5.3")
async def test_a_request_to_take_over_that_nobody_answers_leaves_everything_as_it_was(stage: Stage) -> None:
    taxpayer, consultant = await served(stage)
    await consultant.says(taxpayer.conversation, "我请同事来看")
    colleague = await stage.consultant("0102")
    body: dict[str, object] = {"to": str(colleague.staff_id), "note": ""}
    await consultant.does(f"conversations/{taxpayer.conversation}/transfer", body)

    await stage.pass_time(30)

    [card] = (await consultant.look())["dialogues"]
    assert (card["transfer_to"], card["phase"]) == (None, "active")
    look = await colleague.look()
    assert (look["offers"], look["presence"]["state"]) == ([], "available")


@pytest.mark.article("R5.4")
async def test_declining_takes_a_reason_of_the_list_and_tells_its_words(stage: Stage) -> None:
    taxpayer, consultant = await served(stage)
    reasons = (await consultant.tries("GET", "phrases")).json()["decline_reasons"]
    path = f"cases/{taxpayer.conversation}"

    refused = await consultant.does(f"{path}/decline", {"reason": "累了"})
    await consultant.does(f"{path}/decline", {"reason": "policy"})

    assert refused.status_code == 422
    words = next(each["text"] for each in reasons if each["code"] == "policy")
    assert (await taxpayer.texts())[-1] == words
    case = (await consultant.tries("GET", path)).json()
    assert (case["outcome"], case["state"]) == ("declined", "closed")


@pytest.mark.article("R5.3")
async def test_who_served_before_is_asked_first_and_knows_it(stage: Stage) -> None:
    taxpayer, consultant = await served(stage)
    await consultant.says(taxpayer.conversation, "请点“忘记密码”")
    await consultant.files(taxpayer.conversation)
    await consultant.does(f"cases/{taxpayer.conversation}/close")
    await stage.consultant("0102")

    await taxpayer.asks("还是不行", follows=taxpayer.conversation)
    await taxpayer.wants_a_person()

    [offer] = (await consultant.look())["offers"]
    assert offer["served_before"]
    await consultant.takes()
    [earlier] = (await consultant.matter(taxpayer.conversation))["earlier"]
    assert earlier["outcome"] == "已答复"
