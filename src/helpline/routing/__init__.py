"""One queue engine for every channel: what waits, who is able, who was asked, who took it, and why not.

It knows nothing of dialogues or calls: a piece of work is an id, the skills it asks for, and a card to show.
Whatever changes the room holds one lock until its commit, so callers lock their own rows first.
"""
