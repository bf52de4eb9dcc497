create function app.show_rotation(rotation uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    select pg_catalog.jsonb_build_object(
      'id', shift_rotations.id, 'name', shift_rotations.name, 'starts_on', shift_rotations.starts_on, 'weeks', shift_rotations.weeks,
      'active', shift_rotations.active,
      'turns', (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
            'week', turns.week, 'weekday', turns.weekday, 'shift_id', shifts.id, 'shift', shifts.code,
            'user_id', profiles.id, 'full_name', profiles.full_name
          ) order by turns.week, turns.weekday, shifts.starts, shifts.code, profiles.full_name, profiles.id), '[]')
        from public.shift_rotation_turns as turns
        join public.shifts on shifts.id = turns.shift_id
        join public.profiles on profiles.id = turns.user_id
        where turns.rotation_id = shift_rotations.id
      )
    )
    from public.shift_rotations where shift_rotations.id = show_rotation.rotation
  );
end $$;
comment on function app.show_rotation(uuid) is 'A rotation with its turns, as a screen shows it.';

create function public.list_rotations(site_id uuid) returns jsonb
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if (list_rotations.site_id = any (app.my_sites())) is not true then
    perform app.fail('NOT_FOUND', 'There is no such site among yours.', 'site');
  end if;
  return (
    select coalesce(pg_catalog.jsonb_agg(app.show_rotation(shift_rotations.id) order by shift_rotations.active desc, shift_rotations.name), '[]')
    from public.shift_rotations where shift_rotations.site_id = list_rotations.site_id
  );
end $$;
comment on function public.list_rotations(uuid) is 'The rotations of a site with their turns, those in use first (P8.02). Refuses with NOT_FOUND.';
grant execute on function public.list_rotations(uuid) to authenticated;

create function app.line_integer(line jsonb, key text, field text, fewest integer, most integer) returns integer
language plpgsql immutable
set search_path = ''
as $$
begin
  if coalesce(line ->> key, '') !~ '^[0-9]{1,4}$' or (line ->> key)::integer not between fewest and most then
    perform app.fail('VALUE_INVALID', pg_catalog.format('"%s" is no number from %s to %s: %s.', left(line ->> key, 60), fewest, most, line_integer.field), line_integer.field);
  end if;
  return (line ->> key)::integer;
end $$;
comment on function app.line_integer(jsonb, text, text, integer, integer) is 'A whole number between two, out of a line; else VALUE_INVALID at the field.';

create function public.save_rotation(
  request_id uuid, site_id uuid, name text, starts_on date, weeks integer, turns jsonb, rotation uuid default null, active boolean default true
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(save_rotation.request_id, 'save_rotation', pg_catalog.jsonb_build_object(
    'site', save_rotation.site_id, 'name', save_rotation.name, 'starts_on', save_rotation.starts_on, 'weeks', save_rotation.weeks,
    'turns', save_rotation.turns, 'rotation', save_rotation.rotation, 'active', save_rotation.active));
  kept public.shift_rotations;
  line jsonb;
  stranger text;
begin
  if answer is not null then
    return answer;
  end if;
  perform app.require('shifts.assign', save_rotation.site_id);
  if not exists (select from public.sites where id = save_rotation.site_id) then
    perform app.fail('NOT_FOUND', 'There is no such site.', 'site');
  end if;
  if app.is_blank(save_rotation.name) then
    perform app.fail('FIELD_MISSING', 'The rotation has no name.', 'name');
  end if;
  if save_rotation.starts_on is null or extract(isodow from save_rotation.starts_on) is distinct from 1 then
    perform app.fail('VALUE_INVALID', pg_catalog.format('A rotation starts on a Monday%s.',
      coalesce('; ' || pg_catalog.to_char(save_rotation.starts_on, 'FMDD Mon YYYY') || ' is none', '')), 'starts_on');
  end if;
  if save_rotation.weeks is null or save_rotation.weeks < 1 or save_rotation.weeks > 12 then
    perform app.fail('VALUE_INVALID', pg_catalog.format('A rotation has 1 to 12 weeks, not %s.', coalesce(save_rotation.weeks::text, 'none')), 'weeks');
  end if;
  perform app.check_lines(save_rotation.turns, 'turns', 0, 1000);
  for line in select * from pg_catalog.jsonb_array_elements(save_rotation.turns) loop
    perform app.line_integer(line, 'week', 'turns.week', 1, save_rotation.weeks), app.line_integer(line, 'weekday', 'turns.weekday', 1, 7);
    if not exists (
      select from public.shifts
      where shifts.id = app.line_id(line, 'shift_id', 'turns.shift') and shifts.site_id = save_rotation.site_id
    ) then
      perform app.fail('NOT_FOUND', 'There is no such shift at this site.', 'turns.shift');
    end if;
    if not app.works_at(app.line_id(line, 'user_id', 'turns.person'), save_rotation.site_id) then
      select full_name into stranger from public.profiles where id = (line ->> 'user_id')::uuid;
      perform app.fail('VALUE_INVALID', pg_catalog.format('%s does not work at %s.', coalesce(stranger, 'This person'),
        (select code from public.sites where id = save_rotation.site_id)), 'turns.person');
    end if;
  end loop;
  if save_rotation.rotation is null then
    insert into public.shift_rotations (site_id, name, starts_on, weeks, active)
    values (save_rotation.site_id, pg_catalog.btrim(save_rotation.name), save_rotation.starts_on, save_rotation.weeks, coalesce(save_rotation.active, true))
    returning * into kept;
  else
    update public.shift_rotations
    set name = pg_catalog.btrim(save_rotation.name), starts_on = save_rotation.starts_on, weeks = save_rotation.weeks,
      active = coalesce(save_rotation.active, true)
    where shift_rotations.id = save_rotation.rotation and shift_rotations.site_id = save_rotation.site_id
    returning * into kept;
    if not found then
      perform app.fail('NOT_FOUND', 'There is no such rotation at this site.', 'rotation');
    end if;
  end if;
  delete from public.shift_rotation_turns as former
  where former.rotation_id = kept.id and not exists (
    select from pg_catalog.jsonb_array_elements(save_rotation.turns) as given
    where ((given ->> 'week')::integer, (given ->> 'weekday')::integer, (given ->> 'shift_id')::uuid, (given ->> 'user_id')::uuid)
      = (former.week, former.weekday, former.shift_id, former.user_id)
  );
  insert into public.shift_rotation_turns (rotation_id, site_id, week, weekday, shift_id, user_id)
  select distinct kept.id, kept.site_id, (given ->> 'week')::integer, (given ->> 'weekday')::integer, (given ->> 'shift_id')::uuid, (given ->> 'user_id')::uuid
  from pg_catalog.jsonb_array_elements(save_rotation.turns) as given
  on conflict on constraint "a person has a turn once" do nothing;
  perform app.apply_rotations(kept.site_id);
  return app.end_command(save_rotation.request_id, app.show_rotation(kept.id));
end $$;
comment on function public.save_rotation(uuid, uuid, text, date, integer, jsonb, uuid, boolean) is
  'Adds a rotation of shifts to a site, or changes one, with all of its turns: [{"week", "weekday" (1 is Monday), "shift_id", "user_id"}]; the coming runs follow it, but where a person has decided (P8.02). starts_on is a Monday, weeks 1 to 12. Answers the rotation. Refuses with NOT_ALLOWED, NOT_FOUND, FIELD_MISSING, VALUE_INVALID.';
grant execute on function public.save_rotation(uuid, uuid, text, date, integer, jsonb, uuid, boolean) to authenticated;
