"""The database itself refuses to change the log, and ties each row to its matter."""

from django.db import migrations

APPEND_ONLY = ("kernel_event", "kernel_logentry", "kernel_checkpoint")
OF_MATTER = (
    "clock",
    "document",
    "event",
    "involvement",
    "member",
    "notice",
    "onetimecode",
    "party",
    "searchentry",
    "warning",
    "words",
)

REFUSE = """
CREATE FUNCTION kernel_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""


def guard(table):
    return migrations.RunSQL(
        [
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change()",
        ],
        [
            f"DROP TRIGGER {table}_append_only ON {table}",
            f"DROP TRIGGER {table}_no_truncate ON {table}",
        ],
    )


def tie(name):
    return migrations.RunSQL(
        f"ALTER TABLE kernel_{name} ADD CONSTRAINT {name}_of_matter"
        " FOREIGN KEY (district, matter_id) REFERENCES kernel_matter (district, id)",
        f"ALTER TABLE kernel_{name} DROP CONSTRAINT {name}_of_matter",
    )


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_nouns")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION kernel_refuse_change()"),
        *(guard(table) for table in APPEND_ONLY),
        *(tie(name) for name in OF_MATTER),
    ]
