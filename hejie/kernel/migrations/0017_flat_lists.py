"""What keeps lists, search and query codes as quick with a million matters as with a thousand.

PostgreSQL compares words (`@@`) under a policy of rows only after the policy, because the
comparison could tell of rows out of sight: the index on words was never used. The view has its
owner's rights and keeps the lock's rule itself, the comparison first; web requests only read it.
"""

from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

FOUND = """
CREATE VIEW kernel_found AS
    SELECT district, matter_id, body FROM kernel_searchentry
    WHERE current_user <> 'hejie_web' OR kernel_in_sight(district, matter_id);
REVOKE INSERT, UPDATE, DELETE ON kernel_found FROM hejie_web;
"""
# As a query of its own, the areas are taken apart once and not for every row.
POLICY = """
ALTER POLICY in_sight ON kernel_matter USING (
    place_path LIKE ANY ({areas}) OR kernel_in_sight(district, id)
)
"""
AREAS = "string_to_array(current_setting('hejie.areas', true), ',')"
# Whether a code is free is to be asked of all parties, in sight or not.
CODES = """
CREATE FUNCTION kernel_taken_codes(codes text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT code FROM kernel_party WHERE code = ANY (codes)
$$
"""
# It asks several tables where a comparison reads one row: to be asked last.
COSTS = "ALTER FUNCTION kernel_in_sight COST {0}"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0016_months_and_outcomes")]

    operations = [
        migrations.RunSQL(COSTS.format(1000), COSTS.format(100)),
        migrations.RunSQL(
            POLICY.format(areas=f"(SELECT {AREAS})::text[]"), POLICY.format(areas=AREAS)
        ),
        migrations.RunSQL(FOUND, "DROP VIEW kernel_found"),
        migrations.CreateModel(
            name="Found",
            fields=[
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
                ("district", models.CharField(max_length=6)),
                ("matter_id", models.UUIDField()),
                ("body", SearchVectorField()),
            ],
            options={"managed": False},
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("next_due__isnull", False)),
                fields=["state", "next_due", "id"],
                name="matter_by_state_and_due",
            ),
        ),
        migrations.AddIndex(
            model_name="party", index=models.Index(fields=["code"], name="party_by_code")
        ),
        migrations.RunSQL(CODES, "DROP FUNCTION kernel_taken_codes"),
    ]
