"""How each clock ended, and counts by month from several sides."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0015_told_up_the_tree"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClockOutcome",
            fields=[
                ("district", models.CharField(max_length=6)),
                ("matter_id", models.UUIDField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district",
                        "matter_id",
                        "seq",
                        "key",
                        "subject",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("seq", models.IntegerField()),
                ("key", models.CharField(max_length=40)),
                ("subject", models.CharField(blank=True, max_length=40)),
                ("effect", models.CharField(max_length=8)),
                ("met", models.BooleanField()),
                ("late", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MonthTally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district",
                        "month",
                        "procedure",
                        "dimension",
                        "key",
                        "what",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("district", models.CharField(max_length=6)),
                ("month", models.DateField()),
                ("procedure", models.CharField(blank=True, max_length=40)),
                ("dimension", models.CharField(max_length=8)),
                ("key", models.CharField(blank=True, max_length=60)),
                ("what", models.CharField(max_length=16)),
                ("count", models.IntegerField(default=0)),
            ],
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["closed_at", "id"],
                name="matter_by_closing",
            ),
        ),
        migrations.AddField(
            model_name="clockoutcome",
            name="matter",
            field=models.ForeignObject(
                from_fields=("district", "matter_id"),
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="%(class)s_set",
                to="kernel.matter",
                to_fields=("district", "id"),
            ),
        ),
        migrations.AddIndex(
            model_name="monthtally",
            index=models.Index(
                fields=["district", "procedure", "month"], name="month_tally_by_period"
            ),
        ),
        migrations.RunSQL(
            "SELECT kernel_lock('kernel_clockoutcome')",
            "DROP POLICY in_sight ON kernel_clockoutcome;"
            " ALTER TABLE kernel_clockoutcome DISABLE ROW LEVEL SECURITY",
        ),
    ]
