-- Quantities are bare numerics in the item's base unit. They are checked once, here, so that every
-- command refuses zero, a negative, "NaN" and a typing error of nine digits in the same words.
create function app.check_quantity(quantity numeric, field text default 'quantity') returns numeric
language plpgsql immutable
set search_path = ''
as $$
begin
  if quantity is null or quantity = 'NaN' or quantity <= 0 or quantity >= 1e9 then
    perform app.fail(
      'QUANTITY_INVALID',
      case
        when quantity is null then 'There is no quantity.'
        when quantity >= 1e9 and quantity <> 'NaN' then pg_catalog.format('%s is more than anybody moves at once.', quantity)
        else pg_catalog.format('%s is no quantity above zero.', quantity)
      end,
      check_quantity.field
    );
  end if;
  if pg_catalog.scale(pg_catalog.trim_scale(quantity)) > 6 then
    perform app.fail('QUANTITY_INVALID', pg_catalog.format('%s has more than six decimals.', quantity), check_quantity.field);
  end if;
  return pg_catalog.trim_scale(quantity);
end $$;
comment on function app.check_quantity(numeric, text) is
  'The quantity, or QUANTITY_INVALID at the field: above zero, below 10^9, at most six decimals.';

-- Running numbers: one row per series, locked by whoever draws the next. A number that was drawn in a
-- transaction that failed is drawn again.
create table app.counters (
  series text primary key,
  value bigint not null
);
comment on table app.counters is 'The last number drawn of each series.';

create function app.next_number(series text) returns bigint
language plpgsql
security definer
set search_path = ''
as $$
declare
  drawn bigint;
begin
  insert into app.counters (series, value) values (next_number.series, 1)
  on conflict on constraint counters_pkey do update set value = counters.value + 1
  returning value into drawn;
  return drawn;
end $$;
comment on function app.next_number(text) is 'Draws the next number of a series, from 1, without gaps.';

-- lpad() cuts what is longer, and number 1000 would be 100 once more.
create function app.padded(number bigint, digits integer) returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return pg_catalog.lpad(number::text, greatest(digits, length(number::text)), '0');
end $$;
comment on function app.padded(bigint, integer) is 'A running number with leading zeros, never cut.';
