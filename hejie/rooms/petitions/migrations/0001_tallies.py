"""Counts of petitions by month."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="PetitionTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district",
                        "month",
                        "what",
                        "kind",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("district", models.CharField(max_length=6)),
                ("month", models.DateField()),
                ("what", models.CharField(max_length=20)),
                ("kind", models.CharField(blank=True, max_length=60)),
                ("count", models.IntegerField(default=0)),
            ],
        ),
    ]
