"""While a matter is replayed, a session may stand where another was called off before."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.conf import settings
from django.db import migrations, models

import hejie.rooms.mediation.models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_tokens_and_statutes"),
        ("mediation", "0001_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="mediationsession",
            name="mediator_booked_once",
        ),
        migrations.RemoveConstraint(
            model_name="mediationsession",
            name="venue_booked_once",
        ),
        migrations.RemoveConstraint(
            model_name="mediationsession",
            name="parties_booked_once",
        ),
        migrations.AddConstraint(
            model_name="mediationsession",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("cancelled", False)),
                deferrable=models.Deferrable.IMMEDIATE,
                expressions=[
                    (
                        hejie.rooms.mediation.models._Period(
                            "begins", "ends", django.contrib.postgres.fields.ranges.RangeBoundary()
                        ),
                        "&&",
                    ),
                    (models.F("mediator"), "="),
                ],
                name="mediator_booked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediationsession",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("cancelled", False), ("leading", True), ("venue__isnull", False)
                ),
                deferrable=models.Deferrable.IMMEDIATE,
                expressions=[
                    (
                        hejie.rooms.mediation.models._Period(
                            "begins", "ends", django.contrib.postgres.fields.ranges.RangeBoundary()
                        ),
                        "&&",
                    ),
                    (models.F("venue"), "="),
                ],
                name="venue_booked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="mediationsession",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("cancelled", False), ("leading", True)),
                deferrable=models.Deferrable.IMMEDIATE,
                expressions=[
                    (
                        hejie.rooms.mediation.models._Period(
                            "begins", "ends", django.contrib.postgres.fields.ranges.RangeBoundary()
                        ),
                        "&&",
                    ),
                    (models.F("district"), "="),
                    (models.F("matter_id"), "="),
                ],
                name="parties_booked_once",
            ),
        ),
    ]
