"""Who opened what: a line that, like the log, is never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hejie.kernel.matters

GUARD = """
CREATE TRIGGER kernel_opening_append_only BEFORE UPDATE OR DELETE ON kernel_opening
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
CREATE TRIGGER kernel_opening_no_truncate BEFORE TRUNCATE ON kernel_opening
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();
ALTER TABLE kernel_opening ADD CONSTRAINT opening_of_matter
    FOREIGN KEY (district, matter_id) REFERENCES kernel_matter (district, id);
"""
UNGUARD = """
ALTER TABLE kernel_opening DROP CONSTRAINT opening_of_matter;
DROP TRIGGER kernel_opening_append_only ON kernel_opening;
DROP TRIGGER kernel_opening_no_truncate ON kernel_opening;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_guard_the_log")]

    operations = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("district", models.CharField(max_length=6)),
                ("matter_id", models.UUIDField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district",
                        "id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("id", models.UUIDField(default=hejie.kernel.matters.new_id)),
                ("what", models.CharField(max_length=12)),
                ("about", models.CharField(blank=True, max_length=60)),
                ("purpose", models.CharField(blank=True, max_length=20)),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "matter",
                    models.ForeignObject(
                        from_fields=("district", "matter_id"),
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="%(class)s_set",
                        to="kernel.matter",
                        to_fields=("district", "id"),
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.organ",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "matter_id", "account", "what", "about", "day"),
                        name="one_opening_a_day",
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
