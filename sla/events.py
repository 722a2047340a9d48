"""Names of what happens to promises and complaints."""

# Of complaints the log knows no more than this: no person, no ticket, no word.
COMPLAINT_WRITTEN = "complaint.written"
COMPLAINT_ANSWERED = "complaint.answered"
# After each of these another number of complaints may wait.
CHANGES_COMPLAINTS = (COMPLAINT_WRITTEN, COMPLAINT_ANSWERED)
# One for each manager and admin, whether they may read it or not.
COMPLAINT_READER_CONCERNED = "complaint.reader_concerned"
