"""The SQL that tells how the schema of a log on a server is made, in any edition of PostgreSQL."""

_PLACE = """
    WITH place AS (
        SELECT relnamespace AS schema, relowner AS owner FROM pg_class WHERE oid = 'log'::regclass
    ), relations AS (
        SELECT pg_class.* FROM pg_class JOIN place ON relnamespace = schema
        WHERE NOT EXISTS (
            SELECT FROM pg_depend
            WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
    )
"""
SCHEMA = f"""
    {_PLACE}
    SELECT CASE relkind WHEN 'v' THEN 'view' WHEN 'S' THEN 'sequence' ELSE 'table' END,
        relname, relname, concat_ws(
            ' ', relkind, relpersistence, relrowsecurity, relforcerowsecurity, amname,
            pg_get_partkeydef(relations.oid), pg_get_expr(relpartbound, relations.oid),
            (SELECT string_agg(inhparent::regclass::text, ' ')
                FROM pg_inherits WHERE inhrelid = relations.oid),
            CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(relations.oid) END,
            CASE WHEN relkind IN ('v', 'm') THEN reloptions::text END,
            (SELECT concat_ws(
                    ' ', seqtypid::regtype, seqstart, seqincrement, seqmax, seqmin, seqcycle)
                FROM pg_sequence WHERE seqrelid = relations.oid),
            (SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull,
                        collname, attidentity, attgenerated, pg_get_expr(adbin, adrelid)),
                    ', ' ORDER BY attnum)
                FROM pg_attribute LEFT JOIN pg_collation ON pg_collation.oid = attcollation
                LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                WHERE attrelid = relations.oid AND attnum > 0 AND NOT attisdropped))
    FROM relations LEFT JOIN pg_am ON pg_am.oid = relam
    WHERE relkind NOT IN ('i', 'I', 't')
    UNION ALL
    SELECT 'constraint', conname, relname, pg_get_constraintdef(pg_constraint.oid, true)
    FROM pg_constraint JOIN relations ON relations.oid = conrelid WHERE contype <> 'n'
    UNION ALL
    SELECT 'index', indexes.relname, relations.relname,
        concat_ws(' ', pg_get_indexdef(indexrelid, 0, true), indisvalid, indisready)
    FROM pg_index JOIN relations ON relations.oid = indrelid
    JOIN pg_class AS indexes ON indexes.oid = indexrelid
    WHERE relations.relkind <> 't'
    UNION ALL
    SELECT 'trigger', tgname, relname,
        concat_ws(' ', pg_get_triggerdef(pg_trigger.oid, true), tgenabled)
    FROM pg_trigger JOIN relations ON relations.oid = tgrelid WHERE NOT tgisinternal
    UNION ALL
    SELECT 'rule', rulename, relname,
        concat_ws(' ', pg_get_ruledef(pg_rewrite.oid, true), ev_enabled)
    FROM pg_rewrite JOIN relations ON relations.oid = ev_class WHERE rulename <> '_RETURN'
    UNION ALL
    SELECT 'policy', polname, relname, '' FROM pg_policy JOIN relations ON relations.oid = polrelid
    UNION ALL
    SELECT 'function',
        concat(proname, nullif('(' || oidvectortypes(proargtypes) || ')', '()')), '',
        concat_ws(' ', lanname, provolatile, prosecdef, prokind, prorettype::regtype, pronargs,
            proconfig, prosrc)
    FROM pg_proc JOIN place ON pronamespace = schema JOIN pg_language ON pg_language.oid = prolang
    WHERE NOT EXISTS (
        SELECT FROM pg_depend
        WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
    UNION ALL
    SELECT 'operator', oprname, '', '' FROM pg_operator JOIN place ON oprnamespace = schema
    WHERE NOT EXISTS (
        SELECT FROM pg_depend
        WHERE classid = 'pg_operator'::regclass AND objid = pg_operator.oid AND deptype = 'e')
    ORDER BY 1, 2, 3
"""
"""Kind, name, table and definition of each object of the schema, and of no extension."""
RIGHTS = f"""
    {_PLACE}
    , rights AS (
        SELECT relname, NULL AS attname, relacl AS acl FROM relations
        UNION ALL
        SELECT relname, attname, attacl FROM pg_attribute JOIN relations ON relations.oid = attrelid
    )
    SELECT coalesce(rolname, 'Everybody'), privilege_type, relname, attname, is_grantable
    FROM place, rights CROSS JOIN aclexplode(acl) AS granted
    LEFT JOIN pg_roles ON pg_roles.oid = grantee
    WHERE acl IS NOT NULL AND grantee <> owner
    ORDER BY 1, 2, 3, 4
"""
"""What others than the owner may do: who, right, table, column, and whether to pass it on."""
OWNERS = f"""
    {_PLACE}
    SELECT relname, relowner::regrole::text FROM relations, place WHERE relowner <> owner
    UNION ALL
    SELECT proname, proowner::regrole::text FROM pg_proc JOIN place ON pronamespace = schema
    WHERE proowner <> owner AND proname IN ('log_is_append_only', 'log_is_of_today')
    ORDER BY 1
"""
"""What belongs to another than the owner of the log."""
HIDDEN = f"""
    {_PLACE}
    SELECT relname FROM relations
    WHERE relkind IN ('r', 'p', 'v', 'S') AND to_regclass(quote_ident(relname)) <> relations.oid
    ORDER BY 1
"""
"""What is not found by its name, since something else comes before it in the search path."""
ROLE = """
    SELECT setting FROM pg_settings
    WHERE name = 'session_replication_role' AND setting <> 'origin'
"""
"""How triggers fire, if not always."""
