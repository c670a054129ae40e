"""How `make run` serves: `gunicorn --config python:classcatalog.gunicorn`.

Pages are short and bound by the database, so a few processes with a few threads each are enough for an
office; WEB_CONCURRENCY, which gunicorn reads itself, raises the number of processes. Gunicorn believes
X-Forwarded-Proto only from a proxy on this machine (its `forwarded_allow_ips`).
"""

import ctypes
import gc
import os
from contextlib import suppress
from threading import Thread

from gunicorn.http import message

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
wsgi_app = "classcatalog.wsgi"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
max_requests = 10_000
max_requests_jitter = 1_000
preload_app = True
control_socket_disable = True
forwarder_headers = ""  # no proxy is to say where the catalog stands
# A long search is refused by the page, in a sentence, not by the server: it takes longer lines than it would by itself.
message.MAX_REQUEST_LINE = limit_request_line = 65_536


LARGE = -3  # mallopt's name for: from how many bytes on a piece of memory is the system's, and goes back to it
with suppress(AttributeError):  # a C library of another kind does well without
    ctypes.CDLL(None).mallopt(LARGE, 128 * 1024)  # or the lists of before a publish would stay beside those of after


def post_worker_init(worker: object) -> None:
    """Read the catalog's lists into memory before somebody asks for them: at 100,000 classes it takes seconds."""
    Thread(target=read_lists, daemon=True).start()


def read_lists() -> None:
    from django.db import DatabaseError, connection
    from django.utils import timezone

    from classes.finding.days import catalog_day

    with suppress(DatabaseError):  # one that is not migrated yet; /readyz tells of it
        day = catalog_day(timezone.localdate())
        _ = day.by_title, day.facets
    connection.close()
    gc.freeze()  # what is held for good need not be searched for garbage again and again
