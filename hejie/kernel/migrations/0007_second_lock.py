"""Row-level security on every table of a matter's data, for the role of web requests.

`kernel_lock` puts a table of a room under the same lock: each room calls it for its own tables.
"""

from django.db import migrations

OF_MATTER = (
    "clock",
    "document",
    "event",
    "involvement",
    "member",
    "notice",
    "onetimecode",
    "opening",
    "party",
    "searchentry",
    "warning",
    "words",
)

ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hejie_web') THEN
        CREATE ROLE hejie_web NOLOGIN;
    END IF;
    IF NOT pg_has_role(current_user, 'hejie_web', 'MEMBER') THEN
        EXECUTE format('GRANT hejie_web TO %I', current_user);
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'the role hejie_web is missing or not granted: a superuser has to run'
        ' CREATE ROLE hejie_web NOLOGIN; GRANT hejie_web TO %', current_user;
END $$
"""
GRANTS = """
GRANT USAGE ON SCHEMA public TO hejie_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO hejie_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO hejie_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO hejie_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO hejie_web;
"""

# SECURITY DEFINER: it looks at the tables as their owner, whom their own policies do not bind.
IN_SIGHT = """
CREATE FUNCTION kernel_in_sight(asked_district varchar, asked uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    areas text := current_setting('hejie.areas', true);
    organs text := current_setting('hejie.organs', true);
    account text := current_setting('hejie.account', true);
    referring text := current_setting('hejie.referring', true);
BEGIN
    IF asked::text = ANY (string_to_array(current_setting('hejie.matters', true), ',')) THEN
        RETURN true;
    END IF;
    IF areas = '%' THEN
        RETURN true;
    END IF;
    IF areas <> '' AND EXISTS (
        SELECT FROM kernel_matter WHERE district = asked_district AND id = asked
        AND place_path LIKE ANY (string_to_array(areas, ','))
    ) THEN
        RETURN true;
    END IF;
    IF organs <> '' AND EXISTS (
        SELECT FROM kernel_involvement WHERE district = asked_district AND matter_id = asked
        AND part <> 'referred' AND organ_id = ANY (string_to_array(organs, ','))
    ) THEN
        RETURN true;
    END IF;
    IF referring <> '' AND EXISTS (
        SELECT FROM kernel_involvement WHERE district = asked_district AND matter_id = asked
        AND part = 'referred' AND organ_id = ANY (string_to_array(referring, ','))
    ) THEN
        RETURN true;
    END IF;
    RETURN account <> '' AND EXISTS (
        SELECT FROM kernel_member WHERE district = asked_district AND matter_id = asked
        AND account_id = account::bigint AND active
    );
END $$
"""
LOCK = """
CREATE FUNCTION kernel_lock(locked regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', locked);
    EXECUTE format('CREATE POLICY in_sight ON %s TO hejie_web'
        ' USING (kernel_in_sight(district, matter_id))', locked);
END $$
"""
# A matter is written before anything tells who sees it; it is admitted in the next breath.
LOCK_MATTERS = """
ALTER TABLE kernel_matter ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_sight ON kernel_matter TO hejie_web
    USING (
        place_path LIKE ANY (string_to_array(current_setting('hejie.areas', true), ','))
        OR kernel_in_sight(district, id)
    )
    WITH CHECK (true);
"""
UNLOCK = "DROP POLICY in_sight ON {0}; ALTER TABLE {0} DISABLE ROW LEVEL SECURITY"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_encrypt_what_is_about_people")]

    operations = [
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(IN_SIGHT, "DROP FUNCTION kernel_in_sight"),
        migrations.RunSQL(LOCK, "DROP FUNCTION kernel_lock"),
        migrations.RunSQL(LOCK_MATTERS, UNLOCK.format("kernel_matter")),
        *(
            migrations.RunSQL(
                f"SELECT kernel_lock('kernel_{name}')", UNLOCK.format(f"kernel_{name}")
            )
            for name in OF_MATTER
        ),
    ]
