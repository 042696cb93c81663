"""Posts asked for, granted and held in somebody's place, and the chain of acts about them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = (
    "CREATE TRIGGER kernel_administrativeact_append_only BEFORE UPDATE OR DELETE"
    " ON kernel_administrativeact FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change()",
    "CREATE TRIGGER kernel_administrativeact_no_truncate BEFORE TRUNCATE"
    " ON kernel_administrativeact FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change()",
)
UNGUARD = (
    "DROP TRIGGER kernel_administrativeact_append_only ON kernel_administrativeact",
    "DROP TRIGGER kernel_administrativeact_no_truncate ON kernel_administrativeact",
)


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0009_indexes_in_the_order_of_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="Administration",
            fields=[
                ("district", models.CharField(max_length=6, primary_key=True, serialize=False)),
                ("head_seq", models.IntegerField(default=0)),
                ("head_hash", models.BinaryField(default=bytes)),
            ],
        ),
        migrations.CreateModel(
            name="AdministrativeAct",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district",
                        "seq",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("district", models.CharField(max_length=6)),
                ("seq", models.IntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("payload", models.JSONField(default=dict)),
                ("prev", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "ordering": ["district", "seq"],
            },
        ),
        migrations.CreateModel(
            name="PostRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("district", models.CharField(max_length=6)),
                ("role", models.CharField(max_length=20)),
                ("starts", models.DateField()),
                ("ends", models.DateField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("verdict", models.CharField(blank=True, max_length=10)),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="post",
            name="one_post_per_start",
        ),
        migrations.AddField(
            model_name="post",
            name="stands_for",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stand_ins",
                to="kernel.post",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stands_for__isnull", True)),
                fields=("account", "organ", "role", "starts"),
                name="one_post_per_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                fields=("account", "stands_for", "starts"), name="one_stand_in_per_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stands_for__isnull", True), ("ends__isnull", False), _connector="OR"
                ),
                name="stand_in_ends",
            ),
        ),
        migrations.AddField(
            model_name="postrequest",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="postrequest",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="postrequest",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="postrequest",
            name="organ",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.organ"
            ),
        ),
        migrations.AddField(
            model_name="postrequest",
            name="stands_for",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.post",
            ),
        ),
        migrations.AddConstraint(
            model_name="postrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_by", models.F("account")), _negated=True),
                name="nobody_asks_for_oneself",
            ),
        ),
        migrations.AddConstraint(
            model_name="postrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                        models.Q(("decided_by", models.F("account")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="two_administrators_for_a_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="postrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                ),
                name="asked_post_ends_after_start",
            ),
        ),
        migrations.RunSQL(list(GUARD), list(UNGUARD)),
    ]
