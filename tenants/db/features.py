"""What the database can do differently because of composite keys."""

from django.db.backends.postgresql import features

from tenants.fields import is_tenant_model


class DatabaseFeatures(features.DatabaseFeatures):
    """PostgreSQL's features, minus grouping by the primary key of tenant tables."""

    def allows_group_by_selected_pks_on_model(self, model):
        """GROUP BY id alone does not determine a row of a table whose key is (tenant_id, id)."""
        return not is_tenant_model(model) and super().allows_group_by_selected_pks_on_model(model)
