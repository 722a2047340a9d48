"""Names of what can happen to the hours; those of the settings are made by activity.edits."""

FEED_CHANGED = "holidayfeed.changed"
# Other days than before stand in the calendar that is followed.
FEED_READ = "holidayfeed.read"

# After each of these, the calendar that everything is counted with may be another one.
CHANGES_HOURS = (
    "house.added",
    "house.changed",
    "owndays.added",
    "owndays.changed",
    "owndays.archived",
    "owndays.restored",
    FEED_CHANGED,
    FEED_READ,
)
