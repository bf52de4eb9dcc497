-- The plant's day in three shifts; each has its runs at once.
insert into public.shifts (site_id, code, name, starts, ends)
select sites.id, row.code, row.name, row.starts, row.ends
from public.sites
cross join (values
  ('A', 'Morning', time '06:00', time '14:00'),
  ('B', 'Afternoon', '14:00', '22:00'),
  ('C', 'Night', '22:00', '06:00')
) as row (code, name, starts, ends)
where sites.code = 'MCC1'
on conflict (site_id, code) do nothing;
