-- Who has a master open, or chooses from one, sees what others make of it.
create trigger announce after insert or update on public.units
  for each statement execute function app.announce_everywhere('catalog');
create trigger announce after insert or update on public.partners
  for each statement execute function app.announce_everywhere('catalog');
create trigger announce after insert or update on public.item_categories
  for each statement execute function app.announce_everywhere('catalog');
create trigger announce after insert or update on public.items
  for each statement execute function app.announce_everywhere('catalog');
create trigger announce after insert or update on public.locations
  for each statement execute function app.announce_everywhere('catalog');
create trigger announce after insert or update on public.machines
  for each statement execute function app.announce_everywhere('catalog');
create trigger announce after insert or update on public.reason_codes
  for each statement execute function app.announce_everywhere('catalog');
create trigger announce after insert or update on public.stages
  for each statement execute function app.announce_everywhere('catalog');
create trigger announce after insert or update on public.routes
  for each statement execute function app.announce_everywhere('catalog');
create trigger announce after insert or update on public.route_stages
  for each statement execute function app.announce_everywhere('catalog');
create trigger announce after insert or update on public.stage_fields
  for each statement execute function app.announce_everywhere('catalog');
