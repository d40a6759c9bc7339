"""Roles and three people in a migrated metadata database: what `superset init` and `superset fab create-…` do, in one process."""
from superset.app import create_app

PEOPLE = [
    ("admin", "Ada", "Admin", "Admin"),
    ("editor", "Eda", "Editor", "Alpha"),
    ("viewer", "Vi", "Viewer", "Gamma"),
]

app = create_app()
with app.app_context():
    from superset import appbuilder, security_manager

    appbuilder.add_permissions(update_perms=True)
    security_manager.sync_role_definitions()
    for username, first, last, role in PEOPLE:
        made = security_manager.add_user(
            username, first, last, f"{username}@example.com", security_manager.find_role(role), f"{username}12345"
        )
        assert made, f"user {username} was not made"
