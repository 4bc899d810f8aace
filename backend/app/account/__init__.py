"""What concerns a whole account: export, import, erasure."""
