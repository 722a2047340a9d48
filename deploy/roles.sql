-- The database "helpdesk" and its three roles. Run once as a superuser, with psql 15 or newer:
--
--   HD_OWNER_PASSWORD=… HD_APP_PASSWORD=… HD_SYSTEM_PASSWORD=… psql -d postgres -f deploy/roles.sql
--
-- It may be run again, for instance to change the passwords. In local mode, helpdesk/local/provision.py does the same.

\set ON_ERROR_STOP on
\getenv owner_password HD_OWNER_PASSWORD
\getenv app_password HD_APP_PASSWORD
\getenv system_password HD_SYSTEM_PASSWORD

SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['hd_owner', 'hd_app', 'hd_system']) AS name
WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec

-- hd_owner owns the tables and migrates; web and workers never have its password.
ALTER ROLE hd_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
-- hd_app is what the product works as. Row-level security binds it.
ALTER ROLE hd_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'app_password';
-- The product joins outwards from the table it asks for; looking for a better order took longer than the rest.
ALTER ROLE hd_app SET join_collapse_limit = 4;
-- hd_system looks across tenants for work that is due; the migrations give it SELECT and nothing else.
ALTER ROLE hd_system LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS PASSWORD :'system_password';

SELECT 'CREATE DATABASE helpdesk OWNER hd_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'helpdesk') \gexec
REVOKE ALL ON DATABASE helpdesk FROM PUBLIC;
GRANT CONNECT ON DATABASE helpdesk TO hd_app, hd_system;

\connect helpdesk
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO hd_app, hd_system;
GRANT ALL ON SCHEMA public TO hd_owner;
