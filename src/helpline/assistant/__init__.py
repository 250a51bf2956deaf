"""The assistant: answers out of the knowledge base and cites it, asks back, declines with a reason, or hands over."""
