"""`make openapi`: the OpenAPI document, which is committed and compared by a test."""

import json
from pathlib import Path

from app.config import Settings
from app.main import create_app

DOCUMENT = Path(__file__).resolve().parent.parent / "openapi.json"


def openapi_document() -> str:
    """The document as JSON text, the same for every configuration."""
    settings = Settings.model_validate(
        {
            "better_auth_secret": "no-request-is-served-with-these-settings",
            "better_auth_url": "http://localhost:3003",
            "database_url": "postgresql://localhost/todo",
        }
    )
    return json.dumps(create_app(settings).openapi(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(openapi_document(), encoding="utf-8")
