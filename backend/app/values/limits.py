"""How long texts may be, and how much there may be: of tables and of requests alike."""

TITLE_LENGTH = 100
DESCRIPTION_LENGTH = 1000
USER_ID_LENGTH = EMAIL_LENGTH = 255
TAG_LENGTH = 40
MAX_TAGS = 20
MAX_PRIORITY = 3
POSITION_LENGTH = 64
LIST_NAME_LENGTH = 100
COLOR_LENGTH = 10
TIME_ZONE_LENGTH = 64
TIME_LENGTH = 5  # `HH:MM`
REPEAT_LENGTH = 100
REPEAT_FROM_LENGTH = 10
MAX_REMIND_BEFORE = 40_320  # minutes: four weeks
RECEIVER_LENGTH = 40
ENDPOINT_LENGTH = 1000
MAX_LISTS = 500  # and as many in the trash
MAX_LEVELS = 5  # of tasks below each other, with the one on top
MAX_SUBSCRIPTIONS = 20
