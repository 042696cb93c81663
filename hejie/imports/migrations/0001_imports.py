"""Imports, their files and what became of each row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hejie.kernel.matters


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=hejie.kernel.matters.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("district", models.CharField(max_length=6)),
                ("what", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("status", models.CharField(default="checking", max_length=12)),
                ("whole", models.BooleanField(default=False)),
                ("problem", models.CharField(blank=True, max_length=400)),
                ("unused", models.JSONField(default=list)),
                ("total", models.IntegerField(null=True)),
                ("checked", models.IntegerField(default=0)),
                ("opened", models.IntegerField(default=0)),
                ("stopping", models.BooleanField(default=False)),
                ("runner", models.CharField(blank=True, max_length=32)),
                ("made_at", models.DateTimeField()),
                ("beat_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "of",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="source",
                        serialize=False,
                        to="imports.import",
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Row",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "of_id",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("number", models.IntegerField()),
                ("outcome", models.CharField(max_length=8)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("reference", models.CharField(blank=True, max_length=32)),
                ("result", models.CharField(blank=True, max_length=200)),
                ("problems", models.JSONField(default=list)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="imports.import",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(fields=["account", "-made_at"], name="import_by_account"),
        ),
        migrations.AddIndex(
            model_name="row",
            index=models.Index(
                condition=models.Q(("reference__gt", "")), fields=["digest"], name="row_by_digest"
            ),
        ),
        migrations.AddIndex(
            model_name="row",
            index=models.Index(fields=["of", "outcome", "number"], name="row_by_outcome"),
        ),
    ]
