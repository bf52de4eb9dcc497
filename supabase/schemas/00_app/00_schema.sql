-- Helpers, guards and trigger functions. The Data API does not expose this schema; the API roles may
-- use it because the policies and commands of the exposed schemas call into it.
create schema app;
comment on schema app is 'Helpers, guards and trigger functions; never exposed to the Data API.';
grant usage on schema app to anon, authenticated, service_role;

-- Postgres lets everyone execute a new function. Here a function is out of reach until it is granted.
alter default privileges for role postgres revoke execute on functions from public;

-- How functions are written here: what commands and policies call is in PL/pgSQL, which keeps its
-- plans. Postgres 17 plans a function in SQL anew at each call, and none of ours can be inlined,
-- because each fixes its search path.
