"""Everything about HTTP: routing, preconditions, errors as answers, limits, logs, serving."""
