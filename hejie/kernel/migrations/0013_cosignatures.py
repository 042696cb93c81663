"""What witnesses signed of the log; like the log, never changed."""

from django.db import migrations, models

GUARD = """
CREATE TRIGGER kernel_cosignature_append_only BEFORE UPDATE OR DELETE ON kernel_cosignature
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
CREATE TRIGGER kernel_cosignature_no_truncate BEFORE TRUNCATE ON kernel_cosignature
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();
"""
UNGUARD = """
DROP TRIGGER kernel_cosignature_append_only ON kernel_cosignature;
DROP TRIGGER kernel_cosignature_no_truncate ON kernel_cosignature;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0012_erased_papers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "size",
                        "witness",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("size", models.BigIntegerField()),
                ("witness", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=240)),
                ("line", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
