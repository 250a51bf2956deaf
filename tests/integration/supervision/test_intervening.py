"""A team lead listens, whispers, steps in, takes over, moves: each with a trace, and no whisper reaches the taxpayer."""

from uuid import UUID

import msgspec
import pytest

from helpline.conversations import asides
from helpline.conversations import live as conversations_live
from helpline.conversations import queries as conversations
from helpline.conversations.commands import stepping
from helpline.conversations.model import Author, Phase
from helpline.conversations.oversight import overseer_of
from helpline.conversations.rules import NotInSight, label
from helpline.desk import commands as desk_commands
from helpline.desk import matter
from helpline.desk import queries as desk
from helpline.desk.model import Desk
from helpline.kit.ids import new_id
from helpline.kit.refusal import Forbidden, NotFound, Refused
from helpline.people.names import lead_label
from helpline.routing import queries as routing
from helpline.routing.commands.offers import AlreadyAsked
from helpline.supervision import commands, dialogues
from helpline.supervision.model import DialogueLine, Overseen
from tests.support.people import actor_of
from tests.support.service import Service

LEAD, WANG, LI, FOREIGN_LEAD = "0110", "0101", "0102", "0210"
OFFICER = "0910"
PHONE, IDENTITY = "13812345678", "310101199001010012"
SECRET = "别答应退税，先核对机器编号"


async def desk_of(service: Service, number: str) -> Desk:
    async with service.db.reading() as read:
        return await desk.desk_of(read, actor_of(service.city[number]))


async def overseen(service: Service, conversation: UUID, number: str = LEAD) -> Overseen:
    async with service.db.reading() as read:
        return await dialogues.overseen(read, overseer_of(actor_of(service.city[number])), conversation)


async def listed(service: Service, number: str = LEAD) -> list[DialogueLine]:
    async with service.db.reading() as read:
        return await dialogues.of_scope(read, actor_of(service.city[number]))


async def does(service: Service, deed: str, conversation: UUID, *args: object, number: str = LEAD) -> None:
    async with service.db.deed() as tx:
        await getattr(commands, deed)(tx, actor_of(service.city[number]), conversation, *args)
    await service.house.settle()


async def audited(service: Service, deed: str) -> list[tuple[str, str]]:
    rows = await service.rows("select subject_id, why from audit_line where deed = $1", f"supervision.{deed}")
    return [(row["subject_id"], row["why"]) for row in rows]


def lead_as_consultant(service: Service) -> Author:
    return Author(party="consultant", id=service.city[LEAD].id, label=label(LEAD))


def lead_author(service: Service) -> Author:
    return Author(party="supervisor", id=service.city[LEAD].id, label=lead_label(LEAD))


async def offers_and_hands(service: Service, conversation: UUID) -> tuple[str, UUID | None]:
    async with service.db.reading() as read:
        work = await routing.waiting(read, conversation)
    assert work is not None
    return work.state, work.holder


@pytest.mark.article("R14.1")
async def test_listening_is_on_record_and_told_to_nobody(service: Service) -> None:
    _, _, conversation = await service.serves(WANG)
    before = await service.changes(conversation)

    async with service.db.deed() as tx:
        await commands.listen(tx, overseer_of(actor_of(service.city[LEAD])), conversation)

    assert await service.changes(conversation) == before
    [card] = (await desk_of(service, WANG)).dialogues
    assert (card.asides, (await desk_of(service, WANG)).told) == ([], [])
    seen = await overseen(service, conversation)
    assert [change.seq for change in seen.slice.changes] == [change.seq for change in before]
    assert [(line.who, line.deed) for line in seen.asides] == [("班长 0110 号", "查看了对话")]
    assert await audited(service, "listen") == [(str(conversation), "")]


@pytest.mark.article("R18.1")
async def test_who_listens_in_reads_no_number_until_the_dialogue_is_theirs(service: Service) -> None:
    taxpayer, consultant, conversation = await service.serves(WANG)
    await service.says(taxpayer, conversation, f"我的手机是{PHONE}，证件号{IDENTITY}")
    async with service.db.deed() as tx:
        await stepping.answer_whisper(tx, conversation, consultant, f"对方手机{PHONE}", new_id())

    told = b""
    for number in (LEAD, OFFICER):
        eyes = overseer_of(actor_of(service.city[number]))
        told += msgspec.json.encode(await overseen(service, conversation, number))
        async with service.db.reading() as read:
            told += (await conversations_live.read_slice(read, str(conversation), 0, eyes)).frame
            told += (await conversations_live.read_asides(read, str(conversation), 0, eyes)).frame
    assert "我的手机是138****5678，证件号310***********0012" in told.decode()
    assert PHONE not in told.decode()
    assert IDENTITY not in told.decode()

    async with service.db.deed() as tx:
        await desk_commands.sit_down(tx, service.city[LEAD].id)
    await does(service, "take_over", conversation, "咨询员请我接手")
    async with service.db.reading() as read:
        own = await conversations_live.read_slice(read, str(conversation), 0, lead_as_consultant(service))
    assert PHONE in own.frame.decode()


@pytest.mark.article("R14.1", "R18.1")
async def test_a_whisper_reaches_the_consultant_and_the_answer_the_lead_and_nothing_reaches_the_taxpayer(
    service: Service,
) -> None:
    taxpayer, consultant, conversation = await service.serves(WANG)
    once = new_id()
    await does(service, "whisper", conversation, SECRET, once)
    await does(service, "whisper", conversation, SECRET, once)

    async with service.db.deed() as tx:
        await stepping.answer_whisper(tx, conversation, consultant, "明白，马上核对", new_id())
    await does(service, "step_in", conversation)
    await does(service, "step_out", conversation)

    [card] = (await desk_of(service, WANG)).dialogues
    said = [("whisper", "班长 0110 号", SECRET), ("reply", "0101 号咨询员", "明白，马上核对")]
    assert [(line.kind, line.who, line.words) for line in card.asides] == said
    seen = await overseen(service, conversation)
    assert [line.words for line in seen.asides if line.kind != "deed"] == [words for _, _, words in said]

    for hidden in (SECRET, "明白，马上核对"):
        assert hidden not in await _everything_the_taxpayer_may_ask_for(service, taxpayer, conversation)
    assert await _tables_that_hold(service, SECRET) == {"aside"}
    with pytest.raises(Forbidden):
        async with service.db.reading() as read:
            await conversations_live.read_asides(read, str(conversation), 0, taxpayer)


async def _tables_that_hold(service: Service, words: str) -> set[str]:
    """What is written down nowhere else can be shown, exported or handed over from nowhere else."""
    tables = await service.rows(
        "select table_name as name from information_schema.tables where table_schema = 'public'"
    )
    found = set()
    for table in tables:
        held = await service.rows(f'select 1 from "{table["name"]}" t where t::text like $1', f"%{words}%")
        found |= {table["name"]} if held else set()
    return found


async def _everything_the_taxpayer_may_ask_for(service: Service, taxpayer: Author, conversation: UUID) -> str:
    """Frames from every point of resuming, the list of matters, what the assistant looks back on."""
    told: list[bytes] = []
    async with service.db.reading() as read:
        found = await conversations.find(read, conversation)
        for after in range(found.state.seq + 1):
            piece = await conversations_live.read_slice(read, str(conversation), after, taxpayer)
            told.append(piece.frame)
        told += [msgspec.json.encode(each) for each in await conversations.of_visitor(read, taxpayer.id)]
        told.append(
            msgspec.json.encode(await conversations.words_upto(read, conversation, found.state.seq, 100))
        )
    return b"\n".join(told).decode()


@pytest.mark.article("R14.1", "R4.4")
async def test_stepping_in_is_told_to_the_taxpayer_answers_for_the_clock_and_leaves_the_owner(
    service: Service,
) -> None:
    taxpayer, consultant, conversation = await service.serves(WANG)
    await service.says(taxpayer, conversation, "还是不行")
    with pytest.raises(NotInSight):
        await service.says(lead_author(service), conversation, "您好")

    await does(service, "step_in", conversation)
    await does(service, "step_in", conversation)
    await service.says(lead_author(service), conversation, "您好，我是班长，一起看看")

    found = await service.look(conversation)
    assert found.state.consultant == consultant.id
    assert found.state.clock is not None
    assert found.state.clock.kind == "taxpayer_silence"
    post = next(each for each in reversed(await service.changes(conversation)) if each.by == "supervisor")
    assert getattr(post, "name", "") == "班长 0110 号"
    assert (await service.notices(conversation)).count("stepped_in") == 1

    await service.pass_time(121)
    assert await service.rows("select 1 from breach") == []
    await does(service, "step_out", conversation)
    assert (await service.look(conversation)).state.supervisor is None
    await service.says(consultant, conversation, "那就按班长说的办")


@pytest.mark.article("R4.2")
async def test_a_leads_words_stop_the_taxpayers_wait_but_are_not_the_consultants_first_response(
    service: Service,
) -> None:
    consultant = await service.sits(WANG)
    _, conversation = await service.waits()
    await service.takes(WANG)
    await does(service, "step_in", conversation)
    await service.says(lead_author(service), conversation, "您好，咨询员马上来")

    await service.pass_time(60)

    [stint] = await service.rows("select first_reply_at from stint")
    assert stint["first_reply_at"] is None
    assert await service.rows("select 1 from breach") == []
    assert (await service.look(conversation)).state.consultant == consultant.id
    await service.says(consultant, conversation, "来了")
    [stint] = await service.rows("select first_reply_at from stint")
    assert stint["first_reply_at"] == service.house.clock.now()


@pytest.mark.article("R5.3", "R14.1")
@pytest.mark.parametrize("desk_is_gone", [False, True], ids=["at the desk", "desk gone"])
async def test_taking_over_makes_the_lead_the_owner_by_name_and_tells_the_consultant_why(
    service: Service, *, desk_is_gone: bool
) -> None:
    _, consultant, conversation = await service.serves(WANG)
    lead = await service.sits(LEAD, "break")
    if desk_is_gone:
        service.vanishes(WANG)
        await service.pass_time(20)

    await does(service, "take_over", conversation, "纳税人情绪激动")

    assert (await service.look(conversation)).state.consultant == lead.id
    assert await offers_and_hands(service, conversation) == ("claimed", lead.id)
    case = await service.case(conversation)
    assert case.owner == lead.id
    [*_, owned] = await service.rows("select how, from_staff from ownership order by since")
    assert (owned["how"], owned["from_staff"]) == ("taken_over", consultant.id)
    desk_now = await desk_of(service, WANG)
    assert (desk_now.dialogues, desk_now.presence.load) == ([], 0)
    [told] = desk_now.told
    assert (told.who, told.deed, told.words) == ("班长 0110 号", "接管对话", "纳税人情绪激动")
    assert await audited(service, "take_over") == [(str(conversation), "纳税人情绪激动")]
    with pytest.raises(NotInSight):
        await service.says(consultant, conversation, "我还在")
    await service.pass_time(90)
    assert (await service.look(conversation)).state.phase is Phase.WAITING, (
        "a lead who is silent is relieved too"
    )


async def test_taking_over_what_waits_takes_it_out_of_the_line_and_takes_back_the_offer(
    service: Service,
) -> None:
    await service.sits(WANG)
    lead = await service.sits(LEAD, "break")
    _, conversation = await service.waits()
    assert await service.offers(WANG) != []

    await does(service, "take_over", conversation, "排队太久")

    assert await service.offers(WANG) == []
    assert await offers_and_hands(service, conversation) == ("claimed", lead.id)
    with pytest.raises(AlreadyAsked):
        await does(service, "take_over", conversation, "再来一次")


async def test_nobody_takes_over_from_a_desk_that_is_not_connected(service: Service) -> None:
    _, consultant, conversation = await service.serves(WANG)

    with pytest.raises(Refused):
        await does(service, "take_over", conversation, "纳税人情绪激动")

    assert (await service.look(conversation)).state.consultant == consultant.id


@pytest.mark.article("R5.3", "R14.1")
async def test_a_dialogue_is_moved_to_a_colleague_who_accepts_or_to_the_head_of_the_queue(
    service: Service,
) -> None:
    _, consultant, conversation = await service.serves(WANG)
    await service.sits(LI)
    await does(service, "reassign", conversation, service.city[LI].id, "李熟悉这个系统")
    assert (await service.look(conversation)).state.consultant == consultant.id
    [offer] = await service.offers(LI)
    assert (offer.kind, offer.why) == ("assigned", "李熟悉这个系统")

    assert await service.takes(LI) == conversation
    assert (await service.case(conversation)).owner == service.city[LI].id

    await does(service, "send_back", conversation, "李要去开会")
    state, _ = await offers_and_hands(service, conversation)
    assert state in ("waiting", "offered")
    assert [line.words for line in (await desk_of(service, LI)).told] == ["李要去开会"]
    assert [line.words for line in (await desk_of(service, WANG)).told] == ["李熟悉这个系统"]
    rows = await service.rows("select priority from waiting")
    assert [row["priority"] for row in rows] == [1000]
    assert (await service.notices(conversation))[-1] == "requeued"


@pytest.mark.article("R4.3")
async def test_who_waits_is_raised_directed_and_asked_under_another_system(service: Service) -> None:
    await service.sits(WANG, "break")
    _, earlier = await service.waits()
    _, later = await service.waits()
    await does(service, "raise_priority", later, "老年纳税人")
    assert [line.id for line in await listed(service)] == [later, earlier]

    await does(service, "reassign", earlier, service.city[WANG].id, "正好是他答过的")
    [offer] = await service.offers(WANG)
    assert offer.work_id == earlier

    await does(service, "change_system", later, "its_withholding", "问的其实是扣缴客户端")
    assert (await service.look(later)).system == "its_withholding"
    [row] = await service.rows("select system from waiting where id = $1", later)
    assert row["system"] == "its_withholding"
    with pytest.raises(Refused, match="系统"):
        await does(service, "change_system", later, "no_such", "试试")


@pytest.mark.article("R4.2")
async def test_a_forced_presence_tells_the_consultant_who_and_why(service: Service) -> None:
    await service.sits(WANG)
    async with service.db.deed() as tx:
        await commands.set_presence(
            tx, actor_of(service.city[LEAD]), service.city[WANG].id, "break", "连续接待三小时"
        )

    presence = (await desk_of(service, WANG)).presence
    assert (presence.state, presence.why) == ("break", "班长 0110 号：连续接待三小时")
    assert [why for _, why in await audited(service, "set_presence")] == ["连续接待三小时"]
    await service.sits(LI)
    service.vanishes(LI)
    await service.pass_time(20)
    with pytest.raises(Refused, match="未连接"):
        async with service.db.deed() as tx:
            await commands.set_presence(
                tx, actor_of(service.city[LEAD]), service.city[LI].id, "available", "顶班"
            )


async def test_a_dialogue_nobody_serves_any_more_is_ended_and_stays_to_be_filed(service: Service) -> None:
    _, consultant, conversation = await service.serves(WANG)

    await does(service, "end", conversation, "咨询员设备故障，纳税人已离开")

    found = await service.look(conversation)
    assert (found.state.phase, found.state.end_reason) == (Phase.ENDED, "supervisor")
    assert (await offers_and_hands(service, conversation))[0] == "released"
    [card] = (await desk_of(service, WANG)).dialogues
    assert card.missing > 0
    async with service.db.reading() as read:
        history = await matter.of(read, actor_of(service.city[WANG]), conversation)
    assert [(line.deed, line.words) for line in history.interventions] == [
        ("结束对话", "咨询员设备故障，纳税人已离开")
    ]
    assert (await service.case(conversation)).owner == consultant.id


DEEDS = [
    ("whisper", ("注意语气", new_id())),
    ("step_in", ()),
    ("take_over", ("接管",)),
    ("send_back", ("退回",)),
    ("end", ("结束",)),
]


@pytest.mark.article("R14.1", "R18.1")
@pytest.mark.parametrize(("deed", "args"), DEEDS, ids=[deed for deed, _ in DEEDS])
async def test_every_deed_is_refused_outside_the_team_and_does_not_exist_for_strangers(
    service: Service, deed: str, args: tuple[object, ...]
) -> None:
    _, consultant, conversation = await service.serves(WANG)
    await service.sits(FOREIGN_LEAD, "break")
    before = await service.changes(conversation)

    with pytest.raises(NotFound):
        await does(service, deed, conversation, *args, number=FOREIGN_LEAD)
    for number in ("0101", "0901", "0910"):  # consultant, district, city: they may not intervene at all
        with pytest.raises(Forbidden, match="无权"):
            await does(service, deed, conversation, *args, number=number)
    with pytest.raises(NotFound):
        await does(service, deed, new_id(), *args)

    assert await service.changes(conversation) == before
    assert (await service.look(conversation)).state.consultant == consultant.id
    async with service.db.reading() as read:
        assert await asides.of(read, [conversation], listening=True) == {}


@pytest.mark.article("R14.1", "R18.1")
async def test_a_talk_with_the_assistant_is_nobodys_to_oversee(service: Service) -> None:
    conversation = await service.asks(await service.visitor())

    with pytest.raises(Forbidden, match="转人工"):
        await overseen(service, conversation)
