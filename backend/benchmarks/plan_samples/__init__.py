"""The plan's own samples, made to run with today's libraries and otherwise as written.

A comment that begins with "Changed:" or "Added:" marks each place where the sample alone would not have run, or where
the plan describes in words what it shows no code for.
"""
