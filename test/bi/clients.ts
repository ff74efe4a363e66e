/**
 * What drivers send, shortened from their sources (pgjdbc 42, psqlODBC 17, Npgsql 9, SQLAlchemy 2), and statements of
 * the kind that graphical tools send, which were not recorded from them. Each names a client, its statements in order, and what the last one must give.
 */
type Conversation = {
  readonly client: string
  readonly statements: readonly string[]
  /** Statements that may fail, after which the session goes on. */
  readonly refused?: readonly string[]
  /** A value that must be in the last answer. */
  readonly shows: string
}

const jdbcColumns = `
  SELECT * FROM (SELECT current_database() AS current_database, n.nspname,c.relname,a.attname,a.atttypid,
    a.attnotnull OR (t.typtype = 'd' AND t.typnotnull) AS attnotnull,a.atttypmod,a.attlen,t.typtypmod,
    row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum) AS attnum, nullif(a.attidentity, '') as attidentity,
    nullif(a.attgenerated, '') as attgenerated, pg_catalog.pg_get_expr(def.adbin, def.adrelid) AS adsrc,
    dsc.description,t.typbasetype,t.typtype
  FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON (c.relnamespace = n.oid)
  JOIN pg_catalog.pg_attribute a ON (a.attrelid=c.oid) JOIN pg_catalog.pg_type t ON (a.atttypid = t.oid)
  LEFT JOIN pg_catalog.pg_attrdef def ON (a.attrelid=def.adrelid AND a.attnum = def.adnum)
  LEFT JOIN pg_catalog.pg_description dsc ON (c.oid=dsc.objoid AND a.attnum = dsc.objsubid)
  WHERE c.relkind in ('r','p','v','f','m') and a.attnum > 0 AND NOT a.attisdropped
    AND n.nspname LIKE 'bi' AND c.relname LIKE 'orders') c WHERE true ORDER BY nspname,c.relname,attnum`

const odbcColumns = `
  select n.nspname, c.relname, a.attname, a.atttypid, t.typname, a.attnum, a.attlen, a.atttypmod, a.attnotnull,
    c.relhasrules, c.relkind, c.oid, pg_get_expr(d.adbin, d.adrelid),
    case t.typtype when 'd' then t.typbasetype else 0 end, t.typtypmod, 0, attidentity, c.relhassubclass
  from (((pg_catalog.pg_class c inner join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    and c.relname = 'orders' and n.nspname = 'bi') inner join pg_catalog.pg_attribute a on (not a.attisdropped)
    and a.attnum operator(pg_catalog.>) 0 and a.attrelid operator(pg_catalog.=) c.oid)
    inner join pg_catalog.pg_type t on t.oid operator(pg_catalog.=) a.atttypid)
    left outer join pg_attrdef d on a.atthasdef and d.adrelid operator(pg_catalog.=) a.attrelid
  order by n.nspname, c.relname, attnum`

const npgsqlTypes = `
  SELECT ns.nspname, t.oid, t.typname, t.typtype, t.typnotnull, t.elemtypoid
  FROM (SELECT typ.oid, typnamespace, typname, typrelid, typnotnull,
      CASE WHEN proc.proname='array_recv' THEN 'a' ELSE typ.typtype END AS typtype,
      CASE WHEN proc.proname='array_recv' THEN typ.typelem WHEN typ.typtype='r' THEN rngsubtype
        WHEN typ.typtype='d' THEN typ.typbasetype END AS elemtypoid
    FROM pg_type AS typ LEFT JOIN pg_proc AS proc ON proc.oid = typ.typreceive
    LEFT JOIN pg_range ON (pg_range.rngtypid = typ.oid)) AS t
  JOIN pg_namespace AS ns ON (ns.oid = typnamespace) WHERE typtype IN ('b', 'r', 'm', 'e', 'd', 'a')`

const metabasePrivileges = `
  with table_privileges as (
    select null as role, t.schemaname as schema, t.objectname as table,
      pg_catalog.has_any_column_privilege(current_user, quote_ident(t.schemaname) || '.' || quote_ident(t.objectname), 'update') as update,
      pg_catalog.has_any_column_privilege(current_user, quote_ident(t.schemaname) || '.' || quote_ident(t.objectname), 'select') as select,
      pg_catalog.has_table_privilege(current_user, quote_ident(t.schemaname) || '.' || quote_ident(t.objectname), 'delete') as delete
    from (select schemaname, tablename as objectname from pg_catalog.pg_tables
      union select schemaname, viewname as objectname from pg_catalog.pg_views
      union select schemaname, matviewname as objectname from pg_catalog.pg_matviews) t
    where t.schemaname !~ '^pg_' and t.schemaname <> 'information_schema'
      and pg_catalog.has_schema_privilege(current_user, t.schemaname, 'usage'))
  select t.* from table_privileges t where t.select`

const temporaryTable =
  'CREATE LOCAL TEMPORARY TABLE "#Tableau_1_2_Connect" ("COL" INTEGER) ON COMMIT PRESERVE ROWS'

export const conversations: readonly Conversation[] = [
  {
    client: 'pgjdbc',
    statements: [
      'SET extra_float_digits = 3',
      `SET application_name = 'PostgreSQL JDBC Driver'`,
      'SHOW TRANSACTION ISOLATION LEVEL',
      'SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY',
      jdbcColumns,
    ],
    shows: 'net_revenue',
  },
  {
    client: 'psqlODBC',
    statements: [
      `SET DateStyle = 'ISO'`,
      'SET extra_float_digits = 2',
      'show transaction_isolation',
      `select oid, typbasetype from pg_type where typname = 'lo'`,
      odbcColumns,
      'BEGIN',
      'declare "SQL_CUR0x1" cursor with hold for select country, measure(net_revenue) from orders group by 1',
      'fetch 100 in "SQL_CUR0x1"',
      'close "SQL_CUR0x1"',
      'COMMIT',
      odbcColumns,
    ],
    shows: 'sum_of_numeric',
  },
  {
    client: 'Npgsql and Power BI',
    statements: [
      'SELECT version()',
      npgsqlTypes,
      `select TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE from INFORMATION_SCHEMA.tables
       where TABLE_SCHEMA not in ('information_schema', 'pg_catalog') order by TABLE_SCHEMA, TABLE_NAME`,
      `select COLUMN_NAME, ORDINAL_POSITION, IS_NULLABLE, DATA_TYPE from INFORMATION_SCHEMA.columns
       where TABLE_SCHEMA = 'bi' and TABLE_NAME = 'orders' order by TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION`,
      'select "$Table".* from "bi"."orders" "$Table" limit 4096',
      'DISCARD ALL',
      `select "_"."country", sum("_"."net_revenue") as "a0" from "bi"."orders" "_"
       where not "_"."country" is null group by "_"."country" limit 1000001`,
    ],
    shows: 'France',
  },
  {
    client: 'SQLAlchemy and Superset',
    statements: [
      'select pg_catalog.version()',
      'select current_schema()',
      'show standard_conforming_strings',
      `SELECT country AS country, measure(net_revenue) AS "measure(net_revenue)" FROM (select * from orders) AS virtual_table
       GROUP BY country ORDER BY "measure(net_revenue)" DESC LIMIT 1000`,
    ],
    shows: 'France',
  },
  {
    client: 'Metabase',
    statements: [
      "SET TimeZone TO 'Europe/London'",
      metabasePrivileges,
      `SELECT "source"."country" AS "country", SUM("source"."net_revenue") AS "sum", COUNT(*) AS "count"
       FROM "bi"."orders" AS "source" GROUP BY "source"."country" ORDER BY "source"."country" ASC`,
      `SELECT SUBSTRING("bi"."orders"."country" FROM 1 FOR 1234) AS "substring1", "bi"."orders"."net_revenue"
       FROM "bi"."orders" LIMIT 10000`,
      `SELECT c.column_name, CASE WHEN c.udt_schema IN ('public', 'pg_catalog') THEN FORMAT('%s', c.udt_name) END AS database_type
       FROM information_schema.columns c WHERE c.table_schema = 'bi' AND c.column_name = 'net_revenue'`,
    ],
    shows: 'numeric',
  },
  {
    client: 'Tableau',
    statements: [
      'BEGIN; SELECT 1; COMMIT',
      temporaryTable,
      'SELECT "orders".* FROM "bi"."orders" "orders" LIMIT 0',
      'SELECT SUM(1) AS "COL" FROM "bi"."orders" "orders" HAVING (COUNT(1) > 0)',
      `SELECT "orders"."country" AS "country", SUM("orders"."net_revenue") AS "sum:net_revenue:ok",
         measure("orders"."average_order_value") AS "usr:value:ok" FROM "bi"."orders" "orders" GROUP BY 1`,
    ],
    refused: [temporaryTable],
    shows: 'France',
  },
  {
    client: 'Grafana',
    statements: [
      `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS "table" FROM information_schema.tables
       WHERE quote_ident(table_schema) NOT IN ('information_schema', 'pg_catalog') ORDER BY 1`,
      `SELECT floor(extract(epoch from ordered_at) / 86400) * 86400 AS "time", measure(net_revenue) AS "net" FROM orders
       WHERE ordered_at BETWEEN '2010-01-01T00:00:00Z' AND '2011-12-31T00:00:00Z' GROUP BY 1 ORDER BY 1`,
      `SELECT DISTINCT country AS "__text" FROM orders ORDER BY 1`,
    ],
    shows: 'France',
  },
  {
    client: 'DBeaver',
    statements: [
      'SELECT current_schema(),session_user',
      `SELECT n.oid,n.*,d.description FROM pg_catalog.pg_namespace n
       LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid=n.oid AND d.objsubid=0 ORDER BY nspname`,
      `select c.oid,c.*,d.description,pg_catalog.pg_get_expr(c.relpartbound, c.oid) from pg_catalog.pg_class c
       left outer join pg_catalog.pg_description d on d.objoid=c.oid and d.objsubid=0
       where c.relnamespace='bi'::regnamespace`,
      `SELECT pg_catalog.pg_get_viewdef('bi.orders'::regclass, true)`,
      `SELECT t.oid,t.*,format_type(nullif(t.typbasetype, 0), t.typtypmod) as base FROM pg_catalog.pg_type t
       WHERE t.typnamespace='bi'::regnamespace`,
    ],
    shows: 'count_of_rows',
  },
]
