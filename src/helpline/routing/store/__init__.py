"""SQL of routing. All writing happens under the room's lock (`line.lock`)."""
