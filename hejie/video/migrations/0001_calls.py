"""Meetings by video while they are held: seats, minutes, recordings on their way."""

import django.db.models.deletion
from django.db import migrations, models

import hejie.kernel.matters


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0005_tokens_and_statutes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Chunk",
            fields=[
                ("district", models.CharField(max_length=6)),
                ("matter_id", models.UUIDField()),
                ("call_key", models.CharField(max_length=40)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district",
                        "matter_id",
                        "call_key",
                        "round",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("round", models.IntegerField()),
                ("number", models.IntegerField()),
                ("content", models.BinaryField()),
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
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("district", models.CharField(max_length=6)),
                ("matter_id", models.UUIDField()),
                ("call_key", models.CharField(max_length=40)),
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
                ("number", models.IntegerField()),
                ("text", models.BinaryField()),
                ("confirmed", models.JSONField(default=list)),
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
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("district", models.CharField(max_length=6)),
                ("matter_id", models.UUIDField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district",
                        "matter_id",
                        "key",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("begun_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("shown", models.JSONField(default=dict)),
                ("rooms", models.IntegerField(default=0)),
                ("places", models.JSONField(default=dict)),
                ("recording", models.CharField(blank=True, max_length=8)),
                ("round", models.IntegerField(default=0)),
                ("running", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField(null=True)),
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
                "indexes": [models.Index(fields=["seen_at"], name="call_by_age")],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("district", models.CharField(max_length=6)),
                ("matter_id", models.UUIDField()),
                ("call_key", models.CharField(max_length=40)),
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
                ("by", models.CharField(max_length=40)),
                ("host", models.BooleanField(default=False)),
                ("proven", models.JSONField(default=list)),
                ("people", models.JSONField(default=dict)),
                ("place", models.CharField(blank=True, max_length=60)),
                ("telephone", models.BooleanField(default=False)),
                ("status", models.CharField(max_length=8)),
                ("room", models.CharField(default="main", max_length=12)),
                ("visit", models.IntegerField(default=0)),
                ("seen_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("forwarding", models.JSONField(default=dict)),
                ("agreed", models.JSONField(default=list)),
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
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "matter_id", "call_key", "by"), name="one_seat_each"
                    )
                ],
            },
        ),
    ]
