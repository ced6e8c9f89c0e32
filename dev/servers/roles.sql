-- A service's database and its three roles; can be run again at any time, and after a kill at any line.
-- psql: \gexec runs each value of the result as a statement.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
\getenv linker_password LINKER_PASSWORD

SELECT format('CREATE ROLE %I', :'service' || suffix)
  FROM unnest(ARRAY['_owner', '_app', '_linker']) AS suffix
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'service' || suffix) \gexec
SELECT format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD %L', :'service' || suffix, word)
  FROM (VALUES ('_owner', :'owner_password'), ('_app', :'app_password'), ('_linker', :'linker_password')) AS role(suffix, word) \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'service' || '_owner')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SELECT format('ALTER DATABASE %I OWNER TO %I', :'database', :'service' || '_owner') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'database') \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO %I', :'database', :'service' || suffix)
  FROM unnest(ARRAY['_app', '_linker']) AS suffix \gexec
