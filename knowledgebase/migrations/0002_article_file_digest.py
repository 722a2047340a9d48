from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledgebase', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='articlefile',
            name='digest',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
    ]
