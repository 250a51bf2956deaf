"""All doors of knowledge."""

from helpline.knowledge.http.editor import EditorDoor, EntryDoor
from helpline.knowledge.http.reader import OpenDoor, ReaderDoor

DOORS = (OpenDoor, ReaderDoor, EntryDoor, EditorDoor)
