"""The doors: what readers, authors and admins open."""
