from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TenantsConfig(AppConfig):
    name = "tenants"

    def ready(self):
        """Give the application's role its rights on the global tables after every migration."""
        from tenants import rights

        post_migrate.connect(rights.grant_on_global_tables, sender=self, dispatch_uid="tenants.rights")
