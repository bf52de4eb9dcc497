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

-- Running numbers. Some are laid out ahead, and whoever needs one takes the lowest that nobody else is
-- taking: two receipts at the same moment do not wait for each other's commit, and a number that was
-- taken in a transaction that failed lies there again.
create table app.counters (
  series text primary key,
  laid_out bigint not null
);
comment on table app.counters is 'The highest number that was laid out of each series.';

create table app.free_numbers (
  series text not null,
  number bigint not null,
  primary key (series, number)
);
comment on table app.free_numbers is 'Numbers that lie ready to be taken; written by app.next_number alone.';

create function app.next_number(series text) returns bigint
language plpgsql
security definer
set search_path = ''
as $$
declare
  batch constant bigint := 100;
  taken bigint;
  last bigint;
begin
  loop
    delete from app.free_numbers
    where free_numbers.ctid = (
      select free.ctid from app.free_numbers as free
      where free.series = next_number.series
      order by free.number limit 1
      for update skip locked
    )
    returning free_numbers.number into taken;
    exit when taken is not null;

    -- None is left that nobody else is taking: one lays out more, the others wait for him and look again.
    insert into app.counters (series, laid_out) values (next_number.series, 0)
    on conflict on constraint counters_pkey do nothing;
    select laid_out into strict last from app.counters where counters.series = next_number.series for update;
    perform from app.free_numbers as free where free.series = next_number.series
    limit 1 for update skip locked;
    if not found then
      insert into app.free_numbers (series, number)
      select next_number.series, n from pg_catalog.generate_series(last + 1, last + batch) as n;
      update app.counters set laid_out = last + batch where counters.series = next_number.series;
    end if;
  end loop;
  return taken;
end $$;
comment on function app.next_number(text) is
  'Takes the next number of a series, from 1; it is free again when the transaction fails.';

-- lpad() cuts what is longer, and number 1000 would be 100 once more.
create function app.padded(number bigint, digits integer) returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return pg_catalog.lpad(number::text, greatest(digits, length(number::text)), '0');
end $$;
comment on function app.padded(bigint, integer) is 'A running number with leading zeros, never cut.';
