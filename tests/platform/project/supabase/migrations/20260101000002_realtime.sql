-- Rooms that the Realtime tests meet in. The topic of a room is "room:<name>".
create table public.room_members (
  room text not null,
  member uuid not null references auth.users (id) on delete cascade,
  may_send boolean not null default true,
  constraint "a member is in a room once" primary key (room, member)
);
alter table public.room_members enable row level security;
create policy "members see themselves" on public.room_members for select to authenticated
  using (member = (select auth.uid()));
grant select on public.room_members to authenticated;
grant select, insert, update, delete on public.room_members to service_role;

create policy "members read their room" on realtime.messages for select to authenticated
  using (
    extension in ('broadcast', 'presence')
    and exists (
      select from public.room_members
      where 'room:' || room = (select realtime.topic()) and member = (select auth.uid())
    )
  );
create policy "members who may send write to their room" on realtime.messages for insert to authenticated
  with check (
    extension in ('broadcast', 'presence')
    and exists (
      select from public.room_members
      where 'room:' || room = (select realtime.topic()) and member = (select auth.uid()) and may_send
    )
  );

-- Messages as the application sends them: by a trigger, and by a command.
create table public.room_notes (
  id bigint generated always as identity primary key,
  room text not null,
  body text not null,
  weight numeric
);
alter table public.room_notes enable row level security;
grant select, insert, update, delete on public.room_notes to service_role;

create function public.announce_room_note() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform realtime.broadcast_changes(
    'room:' || coalesce(new.room, old.room), tg_op, tg_op, tg_table_name, tg_table_schema, new, old
  );
  return null;
end $$;
create trigger announce_room_note after insert or update or delete on public.room_notes
  for each row execute function public.announce_room_note();

create function public.send_to_topic(payload jsonb, event text, topic text, private boolean) returns void
language sql security definer set search_path = ''
as $$ select realtime.send(payload, event, topic, private) $$;
revoke execute on function public.send_to_topic(jsonb, text, text, boolean) from public;
grant execute on function public.send_to_topic(jsonb, text, text, boolean) to service_role;
