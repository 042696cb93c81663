"""Where each finding belongs, and counts by campaign."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0016_months_and_outcomes"),
    ]

    operations = [
        migrations.CreateModel(
            name="CampaignTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district",
                        "campaign",
                        "what",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("district", models.CharField(max_length=6)),
                ("campaign", models.CharField(max_length=32)),
                ("what", models.CharField(max_length=20)),
                ("count", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="FindingOf",
            fields=[
                ("district", models.CharField(max_length=6)),
                ("matter_id", models.UUIDField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district",
                        "matter_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("campaign", models.CharField(max_length=32)),
                ("open", models.BooleanField(default=True)),
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
            ],
            options={
                "indexes": [models.Index(fields=["campaign", "open"], name="finding_by_campaign")],
            },
        ),
        migrations.RunSQL(
            "SELECT kernel_lock('screening_findingof')",
            "DROP POLICY in_sight ON screening_findingof;"
            " ALTER TABLE screening_findingof DISABLE ROW LEVEL SECURITY",
        ),
    ]
