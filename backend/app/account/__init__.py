"""Operations on a whole account: export, import, erasure."""
