"""Background tasks carry their tenant with them."""

from celery import Task

from tenants.scope import NoScope, active_tenant_id, tenant_scope


class TenantTask(Task):
    """The base of every task: runs in the scope of the tenant in whose scope it was sent.

    A task declared with `tenant=None` is the platform's and runs outside any scope. Sending a
    tenant's task without an open scope raises NoScope.
    """

    abstract = True
    tenant = "required"

    def apply_async(self, args=None, kwargs=None, headers=None, **options):
        """Send the task with the tenant in its headers."""
        headers = dict(headers or {})
        if self.tenant == "required":
            headers.setdefault("tenant_id", active_tenant_id())
            if headers["tenant_id"] is None:
                raise NoScope(f"{self.name} was sent while no tenant's scope was open.")
        return super().apply_async(args, kwargs, headers=headers, **options)

    def __call__(self, *args, **kwargs):
        """Run inside the scope that the headers name."""
        if self.tenant != "required":
            with tenant_scope(None):
                return super().__call__(*args, **kwargs)
        tenant_id = self.request.get("tenant_id") or (self.request.headers or {}).get("tenant_id")
        if tenant_id is None:
            raise NoScope(f"{self.name} came without a tenant.")
        with tenant_scope(tenant_id):
            return super().__call__(*args, **kwargs)
