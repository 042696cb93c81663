"""What was tried how often, counted by all web processes together, and their shared cache."""

from django.db import migrations, models

# What these hold may be lost with a crash: so they are kept out of the write-ahead log.
UNLOGGED = "ALTER TABLE {} SET UNLOGGED"
LOGGED = "ALTER TABLE {} SET LOGGED"
CACHE = """
CREATE UNLOGGED TABLE kernel_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX kernel_cache_expires ON kernel_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0010_administration")]

    operations = [
        migrations.CreateModel(
            name="Patience",
            fields=[
                (
                    "key",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(UNLOGGED.format("kernel_patience"), LOGGED.format("kernel_patience")),
        migrations.RunSQL(CACHE, "DROP TABLE kernel_cache"),
    ]
