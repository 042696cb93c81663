"""Enquiries, what was done about them, and their numbers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hejie.kernel.matters


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0005_tokens_and_statutes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EnquiryCounter",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district",
                        "year",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("district", models.CharField(max_length=6)),
                ("year", models.IntegerField()),
                ("last", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Enquiry",
            fields=[
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
                ("district", models.CharField(max_length=6)),
                ("id", models.UUIDField(default=hejie.kernel.matters.new_id)),
                ("number", models.CharField(max_length=32)),
                ("key", models.CharField(max_length=80)),
                ("text", models.TextField()),
                ("salt", models.BinaryField()),
                ("digest", models.CharField(max_length=71)),
                ("given", models.JSONField(default=dict)),
                ("judged", models.JSONField()),
                ("corrected", models.JSONField(default=dict)),
                ("outcome", models.CharField(max_length=12)),
                ("door", models.CharField(max_length=24)),
                ("urgent", models.BooleanField()),
                ("needs", models.JSONField(default=list)),
                ("waiting", models.BooleanField()),
                ("reference", models.CharField(blank=True, max_length=32)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("claimed_by", models.CharField(blank=True, max_length=80)),
                ("claimed_key", models.CharField(blank=True, max_length=80)),
                ("claimed_at", models.DateTimeField(null=True)),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.organ",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Handling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("district", models.CharField(max_length=6)),
                ("enquiry_id", models.UUIDField()),
                ("what", models.CharField(max_length=12)),
                ("told", models.JSONField(default=dict)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignObject(
                        from_fields=("district", "enquiry_id"),
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="handlings",
                        to="enquiries.enquiry",
                        to_fields=("district", "id"),
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(
                fields=["organ", "waiting", "-urgent", "at", "id"], name="enquiry_queue"
            ),
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(
                fields=["organ", "outcome", "-at", "-id"], name="enquiry_by_outcome"
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.UniqueConstraint(
                fields=("district", "number"), name="one_enquiry_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.UniqueConstraint(
                fields=("district", "by", "key"), name="one_enquiry_key"
            ),
        ),
        migrations.AddIndex(
            model_name="handling",
            index=models.Index(fields=["district", "enquiry_id"], name="handling_of_enquiry"),
        ),
    ]
