"""A warning tells more than one organ, and has one more level."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0014_boundaries_of_their_own"),
    ]

    operations = [
        migrations.AlterField("warning", "level", models.CharField(max_length=12)),
        migrations.AlterField("warning", "told", models.CharField(max_length=400)),
    ]
