-- Lines of a command come as jsonb; what is in them is checked here, so that a slip is named as a field
-- and not as a failed cast.
create function app.check_lines(lines jsonb, field text, fewest integer, most integer) returns void
language plpgsql immutable
set search_path = ''
as $$
begin
  if coalesce(pg_catalog.jsonb_typeof(lines), '') <> 'array'
    or pg_catalog.jsonb_array_length(lines) not between check_lines.fewest and check_lines.most
    or exists (select from pg_catalog.jsonb_array_elements(lines) as line where pg_catalog.jsonb_typeof(line) <> 'object') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('%s is no list of %s to %s lines.', check_lines.field, check_lines.fewest, check_lines.most), check_lines.field);
  end if;
end $$;
comment on function app.check_lines(jsonb, text, integer, integer) is 'Refuses with VALUE_INVALID what is no list of so many objects.';

create function app.line_id(line jsonb, key text, field text) returns uuid
language plpgsql immutable
set search_path = ''
as $$
begin
  if line ->> key is null then
    perform app.fail('FIELD_MISSING', pg_catalog.format('%s is missing.', line_id.field), line_id.field);
  end if;
  if not pg_catalog.pg_input_is_valid(line ->> key, 'uuid') then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no id.', left(line ->> key, 60)), line_id.field);
  end if;
  return (line ->> key)::uuid;
end $$;
comment on function app.line_id(jsonb, text, text) is 'An id out of a line; FIELD_MISSING or VALUE_INVALID at the field.';

create function app.line_quantity(line jsonb, key text, field text) returns numeric
language plpgsql immutable
set search_path = ''
as $$
begin
  if line ->> key is not null and pg_catalog.jsonb_typeof(line -> key) <> 'number' then
    perform app.fail('QUANTITY_INVALID', pg_catalog.format('"%s" is no quantity.', left(line ->> key, 60)), line_quantity.field);
  end if;
  return app.check_quantity((line ->> key)::numeric, line_quantity.field);
end $$;
comment on function app.line_quantity(jsonb, text, text) is 'A quantity out of a line; QUANTITY_INVALID at the field.';
