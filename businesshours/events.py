"""Names of what can happen to the hours; those of the settings are made by activity.edits."""

HOUSE_ADDED = "house.added"
HOUSE_CHANGED = "house.changed"
OWN_DAYS_ADDED = "owndays.added"
OWN_DAYS_CHANGED = "owndays.changed"
OWN_DAYS_ARCHIVED = "owndays.archived"
OWN_DAYS_RESTORED = "owndays.restored"
FEED_CHANGED = "holidayfeed.changed"
# Other days than before stand in the calendar that is followed.
FEED_READ = "holidayfeed.read"

# After each of these, the calendar that everything is counted with may be another one.
CHANGES_HOURS = (
    HOUSE_ADDED,
    HOUSE_CHANGED,
    OWN_DAYS_ADDED,
    OWN_DAYS_CHANGED,
    OWN_DAYS_ARCHIVED,
    OWN_DAYS_RESTORED,
    FEED_CHANGED,
    FEED_READ,
)
