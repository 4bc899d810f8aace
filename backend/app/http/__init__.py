"""What is HTTP's alone: routing, preconditions, errors as answers, limits, logs, serving."""
