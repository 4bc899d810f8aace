from typing import Optional  # Added: the sample uses it without importing it.

from fastapi import Depends, HTTPException, status
from fastapi.security import HTTPBearer, HTTPAuthorizationCredentials

# Changed: `from jose import jwt, JWTError`, against the plan's first decision, which names PyJWT.
import jwt
from jwt import PyJWTError as JWTError
from pydantic import BaseModel
import os

security = HTTPBearer()


class TokenPayload(BaseModel):
    sub: str
    exp: Optional[int] = None


async def get_current_user(
    credentials: HTTPAuthorizationCredentials = Depends(security)
) -> str:
    token = credentials.credentials
    secret = os.getenv("BETTER_AUTH_SECRET")

    try:
        payload = jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            options={"verify_exp": True}
        )
        user_id: str = payload.get("sub")
        if user_id is None:
            raise HTTPException(
                status_code=status.HTTP_401_UNAUTHORIZED,
                detail="Token missing user identifier"
            )
        return user_id
    except JWTError:
        raise HTTPException(
            status_code=status.HTTP_401_UNAUTHORIZED,
            detail="Invalid or expired token"
        )
