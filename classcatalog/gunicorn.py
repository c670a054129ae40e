"""How `make run` serves: `gunicorn --config python:classcatalog.gunicorn`.

Pages are short and bound by the database, so a few processes with a few threads each are enough for an
office; WEB_CONCURRENCY, which gunicorn reads itself, raises the number of processes. Gunicorn believes
X-Forwarded-Proto only from a proxy on this machine (its `forwarded_allow_ips`).
"""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
wsgi_app = "classcatalog.wsgi"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
max_requests = 10_000
max_requests_jitter = 1_000
preload_app = True
control_socket_disable = True
limit_request_line = 8190  # the most there is: a long search is refused by the page, in a sentence
