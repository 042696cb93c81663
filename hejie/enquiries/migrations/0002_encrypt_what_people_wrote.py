"""What people wrote is encrypted from now on; what is there is marked as plain until then."""

from django.db import migrations, models

TO_BYTES = """
ALTER TABLE enquiries_enquiry ALTER COLUMN {column} DROP DEFAULT,
ALTER COLUMN {column} TYPE bytea USING
CASE WHEN {column}::text IN ('', '{{}}') THEN ''::bytea
ELSE '\\x00'::bytea || convert_to({column}::text, 'UTF8') END
"""
TO_FORMER = """
ALTER TABLE enquiries_enquiry ALTER COLUMN {column} TYPE {type} USING
coalesce(nullif(convert_from(substr({column}, 2), 'UTF8'), ''), '{empty}')::{type}
"""
COLUMNS = {"text": ("text", ""), "given": ("jsonb", "{}")}


def _as_bytes(column: str, former: str, empty: str) -> migrations.SeparateDatabaseAndState:
    back = TO_FORMER.format(column=column, type=former, empty=empty)
    return migrations.SeparateDatabaseAndState(
        database_operations=[migrations.RunSQL(TO_BYTES.format(column=column), back)],
        state_operations=[migrations.AlterField("enquiry", column, models.BinaryField())],
    )


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_enquiries")]

    operations = [_as_bytes(column, *former) for column, former in COLUMNS.items()]
