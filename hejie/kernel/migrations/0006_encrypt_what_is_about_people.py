"""Make the columns that are encrypted from now on into bytes; what is there is marked as plain
until `hejie keys renew` encrypts it."""

from django.db import migrations, models

COLUMNS = {
    "party": ("id_number", "phone", "address"),
    "notice": ("address", "text"),
    "words": ("text",),
}
TO_BYTES = """
ALTER TABLE kernel_{table} ALTER COLUMN {column} TYPE bytea USING
CASE WHEN {column} = '' THEN ''::bytea
ELSE '\\x00'::bytea || convert_to({column}, 'UTF8') END
"""
TO_TEXT = """
ALTER TABLE kernel_{table} ALTER COLUMN {column} TYPE text USING
convert_from(substr({column}, 2), 'UTF8')
"""


def _as_bytes(table: str, column: str) -> migrations.SeparateDatabaseAndState:
    blank = (table, column) not in {("notice", "text"), ("words", "text")}
    return migrations.SeparateDatabaseAndState(
        database_operations=[
            migrations.RunSQL(
                TO_BYTES.format(table=table, column=column),
                TO_TEXT.format(table=table, column=column),
            )
        ],
        state_operations=[
            migrations.AlterField(table, column, models.BinaryField(blank=blank)),
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_tokens_and_statutes")]

    operations = [
        migrations.CreateModel(
            name="KeyMark",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "ring",
                        "name",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("ring", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=8)),
            ],
        ),
        *(_as_bytes(table, column) for table, columns in COLUMNS.items() for column in columns),
    ]
