"""Migrations, one file a room and change; SQL stands beside each as `.sql`."""
