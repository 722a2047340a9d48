"""A database of the benchmark's own, with tenants full of articles; Django is set up to use it as hd_app."""

import contextlib
import os
from pathlib import Path

import psycopg2

from helpdesk.local import provision
from helpdesk.local.environment import DATABASES
from helpdesk.local.postgres import Postgres
from helpdesk.local.processes import Processes

_BATCH = 500


def start(processes: Processes, folder: Path) -> None:
    """Start PostgreSQL in a folder, make the roles and the tables, and set Django up."""
    # As root, PostgreSQL runs as another user, who has to get through to its own part.
    folder.chmod(0o711)
    postgres = Postgres(processes, folder / "postgres", durable=False)
    postgres.start()
    superuser = psycopg2.connect(postgres.address())
    provision.ensure_roles(superuser)
    provision.create_database(superuser, "helpdesk")
    superuser.close()
    os.environ |= {name: postgres.address(role, "helpdesk") for name, role in DATABASES.items()}
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "helpdesk.settings",
        "HELPDESK_LOCAL": "1",
        "HELPDESK_DATA": str(folder),
        "SECRET_KEY": "only for this benchmark, where nobody signs in",
        "REDIS_URL": "redis://localhost:1",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def found_tenants(ids) -> None:
    """Make tenants, as the operator would."""
    with psycopg2.connect(os.environ["DATABASE_OWNER_URL"]) as owner, owner.cursor() as statements:
        for pk in ids:
            statements.execute(
                "INSERT INTO tenants_tenant (id, slug, created_at) VALUES (%s, %s, now())", [pk, f"tenant-{pk}"]
            )


def publish(articles) -> dict[int, str]:
    """Publish (key, title, body) in the open scope and index them; return the key of each article by its id."""
    from accounts.models import User
    from knowledgebase.models import Article, ArticleCategory, Status
    from knowledgebase.searching import indexing
    from shared import clock

    now = clock.now()
    author = User.objects.create(name="Author", email="author@example.com", kind=User.Kind.STAFF, created_at=now)
    category = ArticleCategory.objects.create(name="Everything", slug="everything")
    keys, articles = {}, list(articles)
    for begin in range(0, len(articles), _BATCH):
        made = Article.objects.bulk_create(
            Article(
                number=begin + place,
                title=title[:150],
                body=body,
                category=category,
                status=Status.PUBLISHED,
                author=author,
                modified_by=author,
                **dict.fromkeys(("created_at", "modified_at", "published_at", "renewed_at"), now),
            )
            for place, (key, title, body) in enumerate(articles[begin : begin + _BATCH], start=1)
        )
        keys |= {article.pk: key for article, (key, *_) in zip(made, articles[begin:], strict=False)}
        indexing.index_many(made)
    return keys


def analyse() -> None:
    """Let the database look at what it holds, as it does by itself after a while."""
    with contextlib.closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as owner:
        owner.autocommit = True
        owner.cursor().execute("VACUUM ANALYZE")
