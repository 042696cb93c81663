"""Grid cells, the duty list, where events are, where shifts went, counts by cell."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0015_told_up_the_tree"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CellTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district",
                        "day",
                        "cell",
                        "category",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("district", models.CharField(max_length=6)),
                ("day", models.DateField()),
                ("cell", models.CharField(blank=True, max_length=16)),
                ("category", models.CharField(max_length=8)),
                ("count", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("category", models.CharField(max_length=8)),
                (
                    "helpers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("set_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.division",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.organ",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("area", "category"),
                        name="one_duty_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EventPlace",
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
                ("category", models.CharField(max_length=8)),
                ("cell", models.CharField(blank=True, max_length=16)),
                ("lon", models.FloatField(null=True)),
                ("lat", models.FloatField(null=True)),
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["district", "category", "at"], name="event_by_class"),
                    models.Index(fields=["district", "at"], name="event_by_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="GridCell",
            fields=[
                ("code", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                ("geometry", models.JSONField()),
                ("west", models.FloatField()),
                ("south", models.FloatField()),
                ("east", models.FloatField()),
                ("north", models.FloatField()),
                ("demonstration", models.BooleanField(default=False)),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.division",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["west", "east", "south", "north"], name="cell_by_box")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftPoint",
            fields=[
                ("district", models.CharField(max_length=6)),
                ("matter_id", models.UUIDField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district",
                        "matter_id",
                        "at",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("lon", models.FloatField()),
                ("lat", models.FloatField()),
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
                "indexes": [models.Index(fields=["at"], name="point_by_age")],
            },
        ),
    ]
