"""A telephone system in memory."""

from helpline.calls.in_memory.engine import MemoryEngine
from helpline.calls.in_memory.switchboard import Phone

__all__ = ["MemoryEngine", "Phone"]
