from django.apps import AppConfig


class LocalConfig(AppConfig):
    """Everything that exists in local mode only: the launcher, the demo, the caught mail."""

    name = "helpdesk.local"
    label = "local"
    verbose_name = "Local mode"
