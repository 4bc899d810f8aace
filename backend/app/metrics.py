"""The metrics for Prometheus: requests, the pool, database errors, key sets, refused tokens, reminders.

`python -m app serve` publishes these on METRICS_PORT, summed over all worker processes; without that variable they are
counted and not published, which costs next to nothing.
"""

from prometheus_client import Counter, Gauge, Histogram

REQUEST_SECONDS = Histogram(
    "todo_request_seconds",
    "Requests and how long they took; status 0: the client had disconnected.",
    ["method", "route", "status"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
POOL_IN_USE = Gauge("todo_pool_in_use", "Connections to PostgreSQL in use.", multiprocess_mode="livesum")
POOL_WAITING = Gauge("todo_pool_waiting", "Requests waiting for a connection.", multiprocess_mode="livesum")
OPEN_STREAMS = Gauge("todo_open_streams", "Open event streams.", multiprocess_mode="livesum")
DATABASE_ERRORS = Counter("todo_database_errors", "Statements that failed, by kind of error.", ["kind"])
KEY_SET_FETCHES = Counter("todo_key_set_fetches", "Fetches of Better Auth's keys, by outcome.", ["outcome"])
REFUSED_TOKENS = Counter("todo_refused_tokens", "Requests refused with 401, by reason.", ["reason"])
REMINDERS = Counter("todo_reminders", "Tries to send a reminder, by channel and outcome.", ["channel", "outcome"])
