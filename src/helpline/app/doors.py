"""Every room's doors."""

from litestar.types import ControllerRouterHandler

from helpline.calendars.http import DOORS as CALENDARS
from helpline.calls.http import DOORS as CALLS
from helpline.calls.recordings.http import DOORS as RECORDINGS
from helpline.cases.http import CaseDoor
from helpline.conversations.http.consultant import ConsultantDoor
from helpline.conversations.http.shared import SharedDoor
from helpline.conversations.http.taxpayer import TaxpayerDoor, VisitorDoor
from helpline.desk.http import DeskDoor
from helpline.feedback.http import DOORS as FEEDBACK
from helpline.knowledge.http.doors import DOORS as KNOWLEDGE
from helpline.measures.http import DOORS as MEASURES
from helpline.messages.http import DOORS as MESSAGES
from helpline.people.http import DOORS as PEOPLE
from helpline.regulation.http import DOORS as REGULATION
from helpline.secrecy.http.doors import DOORS as SECRECY
from helpline.supervision.http import DOORS as SUPERVISION
from helpline.taxpayers.http import DOORS as TAXPAYERS

DOORS: tuple[ControllerRouterHandler, ...] = (
    *PEOPLE,
    *REGULATION,
    *CALENDARS,
    *TAXPAYERS,
    VisitorDoor,
    TaxpayerDoor,
    SharedDoor,
    ConsultantDoor,
    *MESSAGES,
    *CALLS,
    *KNOWLEDGE,
    *RECORDINGS,
    CaseDoor,
    *FEEDBACK,
    *SECRECY,
    *MEASURES,
    DeskDoor,
    *SUPERVISION,
)
