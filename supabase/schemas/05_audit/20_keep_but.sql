-- For rows that live on in a few columns, as a test whose status is decided later: the rest is kept.
create function audit.keep_but() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    perform app.fail('APPEND_ONLY', pg_catalog.format('%s.%s is append-only: delete is refused.', tg_table_schema, tg_table_name));
  end if;
  if pg_catalog.to_jsonb(new) - tg_argv <> pg_catalog.to_jsonb(old) - tg_argv then
    perform app.fail('APPEND_ONLY', pg_catalog.format('%s.%s keeps what was written, but for %s.',
      tg_table_schema, tg_table_name, pg_catalog.array_to_string(tg_argv, ', ')));
  end if;
  return new;
end $$;
comment on function audit.keep_but() is 'Refuses to remove a row, or to change other columns than those that are its arguments.';
