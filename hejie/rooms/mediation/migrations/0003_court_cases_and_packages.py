"""Who has the next move in a court's case, and which packages were taken in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_tokens_and_statutes"),
        ("mediation", "0002_defer_clashes_in_a_replay"),
    ]

    operations = [
        migrations.CreateModel(
            name="CourtCase",
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
                ("number", models.CharField(max_length=60)),
                ("waits", models.CharField(max_length=12)),
                ("since", models.DateTimeField()),
                (
                    "court",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.organ",
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
            ],
            options={
                "indexes": [models.Index(fields=["court", "waits", "since"], name="case_by_court")],
            },
        ),
        migrations.CreateModel(
            name="ReceivedPackage",
            fields=[
                ("district", models.CharField(max_length=6)),
                ("matter_id", models.UUIDField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district",
                        "matter_id",
                        "seq",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("seq", models.IntegerField()),
                ("package", models.UUIDField()),
                ("digest", models.CharField(max_length=71)),
                ("at", models.DateTimeField()),
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
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.organ",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.organ",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "package"), name="package_taken_once"
                    )
                ],
            },
        ),
    ]
