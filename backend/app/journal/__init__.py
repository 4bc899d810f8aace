"""What every write needs, and what reads its log: owner, writer, log, idempotency keys, feed, history, events."""
