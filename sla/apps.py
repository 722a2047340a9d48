from django.apps import AppConfig


class SlaConfig(AppConfig):
    name = "sla"

    def ready(self):
        """Let the undo of an assignment know of complaints, whoever imports what."""
        from sla import complaints  # noqa: F401, PLC0415 - models are there only now
