"""The fields of a list in SQL."""

from app.journal.items import Items
from app.lists.schemas import ListCreate, ListResponse
from app.models import List

LISTS = Items(List, ListCreate, ListResponse)
