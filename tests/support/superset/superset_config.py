"""Settings of a throw-away Superset on 127.0.0.1, started by scripts/superset.mjs.

All of an instance stands in one folder, $SUPERSET_HOME: meta.db, data/*.db, log, pid. It is the server's working folder
too, so data sources are written relative to it (sqlite:///data/shop.db) and exports name no path of the machine.
"""
import os
import sqlite3

from sqlalchemy import event
from sqlalchemy.engine import Engine

HOME = os.path.realpath(os.environ["SUPERSET_HOME"])
MAJOR = int(os.environ["SUPERSET_VERSION"].split(".")[0])
API_KEYS = os.environ.get("SUPERSET_API_KEYS") == "1"

SECRET_KEY = "nothing-real-is-kept-in-these-instances-0123456789"  # noqa: S105
GUEST_TOKEN_JWT_SECRET = "nothing-real-is-kept-in-these-instances-guest-0123"  # noqa: S105
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME}/meta.db?check_same_thread=false"
SQLALCHEMY_ENGINE_OPTIONS = {"connect_args": {"timeout": 30}}  # SQLite waits for a lock and does not fail at once
PREVENT_UNSAFE_DB_CONNECTIONS = False  # SQLite as a data source
WTF_CSRF_ENABLED = True  # as in a real one
JWT_ACCESS_TOKEN_EXPIRES = int(os.environ.get("SUPERSET_TOKEN_SECONDS", "900"))  # Superset's own default
FAB_API_KEY_ENABLED = API_KEYS
TALISMAN_ENABLED = False
CONTENT_SECURITY_POLICY_WARNING = False
RATELIMIT_ENABLED = False
AUTH_RATE_LIMITED = False
LOG_LEVEL = "WARNING"
WEBDRIVER_BASEURL = f"http://127.0.0.1:{os.environ.get('SUPERSET_PORT', '8088')}/"
FEATURE_FLAGS = {
    "DASHBOARD_RBAC": True,
    "EMBEDDED_SUPERSET": True,
    "ENABLE_TEMPLATE_PROCESSING": True,
    "TAGGING_SYSTEM": MAJOR >= 5,
    "FAB_API_KEY_ENABLED": API_KEYS,
}


@event.listens_for(Engine, "connect")
def add_schemas(connection, _record):
    """shop.db gets two more schemas, so that a table `sales` stands in main, in warehouse and in archive."""
    if not isinstance(connection, sqlite3.Connection):
        return
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    if path == os.path.join(HOME, "data", "shop.db"):
        for schema in ("warehouse", "archive"):
            connection.execute(f"ATTACH DATABASE 'data/{schema}.db' AS {schema}")
