"""Since when it has been our turn on tickets that were there before anybody counted it: as far back as is known."""

from django.db import migrations

BEGIN = """
UPDATE tickets_ticket SET our_turn_since = COALESCE(unanswered_since, waiting_since, updated_at) WHERE status < 30
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0022_targets"),
    ]

    operations = [migrations.RunSQL(BEGIN, migrations.RunSQL.noop)]
