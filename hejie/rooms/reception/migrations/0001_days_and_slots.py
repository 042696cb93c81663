"""Days that are published and slots that are taken."""

import django.contrib.postgres.constraints
import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0008_find_a_paper_by_its_digest"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="ReceptionDay",
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
                ("reference", models.CharField(max_length=32)),
                ("title", models.CharField(max_length=100)),
                ("portfolio", models.CharField(max_length=200)),
                ("where", models.CharField(max_length=200)),
                ("begins", models.DateTimeField()),
                ("minutes", models.IntegerField()),
                ("slots", models.IntegerField()),
                ("open", models.BooleanField(default=True)),
                (
                    "leader",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.organ",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.division",
                    ),
                ),
            ],
            options={
                "ordering": ["begins", "reference"],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="one_day_a_reference")
                ],
            },
        ),
        migrations.CreateModel(
            name="TakenSlot",
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
                ("day", models.CharField(max_length=32)),
                ("number", models.IntegerField()),
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
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                        expressions=[(models.F("day"), "="), (models.F("number"), "=")],
                        name="slot_booked_once",
                    )
                ],
            },
        ),
    ]
