#!/usr/bin/env bash
# Makes a database and a role of the same name for each word, where there is none. No other role may connect to it.
# PGHOST, PGUSER and PGPASSWORD say where; the roles get that same password, which is for one machine.
set -euo pipefail

for name in "$@"; do
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=name="$name" --set=password="$PGPASSWORD" --dbname=postgres <<'SQL'
select format('create role %I login', :'name')
 where not exists (select from pg_roles where rolname = :'name') \gexec
alter role :"name" password :'password';
select format('create database %I owner %I', :'name', :'name')
 where not exists (select from pg_database where datname = :'name') \gexec
revoke connect on database :"name" from public;
SQL
  echo "The database $name is there."
done
