"""Names of what can happen in the knowledge base."""

CREATED = "article.created"
SAVED = "article.saved"
PUBLISHED = "article.published"
SCHEDULED = "article.scheduled"
UNPUBLISHED = "article.unpublished"
ARCHIVED = "article.archived"
RESTORED = "article.restored"
CARED_FOR = "article.cared_for"
FILE_ADDED = "article.file_added"
FILE_REMOVED = "article.file_removed"
IMPORT_BEGUN = "import.begun"
IMPORT_CONTINUED = "import.continued"
IMPORT_FINISHED = "import.finished"
FEEDBACK_GIVEN = "feedback.given"
FEEDBACK_ANSWERED = "feedback.answered"
FEEDBACK_RESOLVED = "feedback.resolved"
FEEDBACK_REOPENED = "feedback.reopened"
SEARCH_RULES_CHANGED = "searchrules.changed"

# After each of these the search looks at the article again.
CHANGES_WHAT_IS_FOUND = (SAVED, PUBLISHED, UNPUBLISHED, ARCHIVED, RESTORED)
