import uuid

import django.db.models.deletion
import tenants.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledgebase', '0002_article_file_digest'),
        ('tenants', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='import_digest',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.CreateModel(
            name='ArticleImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4)),
                ('name', models.CharField(max_length=150)),
                ('publishes', models.BooleanField(default=False)),
                ('begun_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('numbers', models.JSONField(default=list)),
                ('lines', models.JSONField(default=list)),
                ('begun_by', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', tenants.fields.TenantKey()),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['tenant', '-begun_at', '-id'], name='articleimport_latest')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'key'), name='articleimport_key')],
            },
        ),
    ]
