"""Counts of confirmations by month and committee."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="ConfirmationTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district",
                        "month",
                        "committee",
                        "what",
                        "ground",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("district", models.CharField(max_length=6)),
                ("month", models.DateField()),
                ("committee", models.CharField(max_length=60)),
                ("what", models.CharField(max_length=20)),
                ("ground", models.CharField(blank=True, max_length=20)),
                ("count", models.IntegerField(default=0)),
                ("days", models.IntegerField(default=0)),
            ],
        ),
    ]
