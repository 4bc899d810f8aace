"""The plan's own samples, changed only where today's libraries need it.

A comment that begins with "Changed:" or "Added:" marks each place where the sample itself would not run, or where
the plan has a description and no code.
"""
