"""The doors of the tickets: the portal's, the desk's, the settings'."""
