-- A certificate of analysis is what the final test said of a lot when it was issued; a later one is
-- another revision (P4.11). The PDF is made of `content` and of nothing else.
create table public.certificates (
  id uuid primary key default gen_random_uuid(),
  number text not null,
  revision integer not null
    constraint "certificate revision is 1 or above" check (revision >= 1),
  site_id uuid not null references public.sites (id),
  lot_id uuid not null references public.lots (id),
  test_id uuid not null references public.qc_tests (id),
  content jsonb not null,
  document_path text
    constraint "document path has at most 300 characters" check (length(document_path) <= 300),
  issued_by uuid not null references public.profiles (id),
  issued_at timestamptz not null default app.now(),
  constraint "a certificate has one of a revision" unique (number, revision)
);
comment on table public.certificates is 'Certificates of analysis, by revision (P4.11); written by commands alone.';
create index certificates_lot_id_idx on public.certificates (lot_id, revision desc);
create index certificates_site_id_idx on public.certificates (site_id, issued_at desc);
create index certificates_test_id_idx on public.certificates (test_id);
create index certificates_issued_by_idx on public.certificates (issued_by);
create trigger audit after insert or update or delete on public.certificates
  for each row execute function audit.record();
-- An issued certificate only ever gets its file, once.
create trigger keep before update or delete on public.certificates
  for each row execute function audit.keep_but('document_path');
create trigger keep_file before update on public.certificates
  for each row when (old.document_path is not null) execute function audit.keep();
alter table public.certificates enable row level security;
-- Who sees them is said in 80_distribution, because they go with shipments.
grant select on public.certificates to authenticated, service_role;

-- The final test that speaks for a lot: its own, or that of the bulk it was packed from.
create function app.final_test(lot_id uuid) returns uuid
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  return (
    with recursive above as (
      select final_test.lot_id as id, 0 as depth
      union
      select lot_links.parent_id, above.depth + 1
      from above
      join public.lots as child on child.id = above.id
      join public.items as child_item on child_item.id = child.item_id
      join public.lot_links on lot_links.child_id = above.id
      join public.lots as parent on parent.id = lot_links.parent_id
      where parent.item_id = child_item.packs_item_id
    )
    select qc_tests.id
    from above join public.qc_tests on qc_tests.lot_id = above.id
    where qc_tests.kind = 'final' and qc_tests.status = 'pass'
      and not exists (select from public.qc_tests as later where later.retest_of = qc_tests.id)
    order by above.depth, qc_tests.attempt desc
    limit 1
  );
end $$;
comment on function app.final_test(uuid) is 'The passed final test of a lot or of the bulk it was packed from; null when there is none.';

create function app.issue_certificate(lot public.lots) returns public.certificates
language plpgsql
security definer
set search_path = ''
as $$
declare
  passed uuid := app.final_test(lot.id);
  obstacle text := app.lot_obstacle(lot, lot.site_id);
  known public.certificates;
  content jsonb;
  made public.certificates;
begin
  if obstacle is not null then
    perform app.fail('CERTIFICATE_NOT_DUE', pg_catalog.format('Lot %s %s and gets no certificate.', lot.code, obstacle), 'lot');
  end if;
  if passed is null then
    perform app.fail('CERTIFICATE_NOT_DUE', pg_catalog.format('Lot %s has no final test that passed.', lot.code), 'lot');
  end if;
  select pg_catalog.jsonb_build_object(
    'site', sites.name, 'site_code', sites.code, 'time_zone', sites.time_zone, 'product', items.name, 'item', items.code, 'lot', lot.code,
    'batch', (
      select batches.code from public.qc_tests join public.batches on batches.lot_id = qc_tests.lot_id where qc_tests.id = passed
    ),
    'quantity', lot.initial_quantity, 'unit', items.unit, 
    'pack_size', case when units.dimension = 'count' then items.pack_size end, 'pack_unit', case when units.dimension = 'count' then items.pack_unit end,
    'manufactured_on', lot.manufactured_on, 'expires_on', lot.expires_on, 'test', app.test_answer(passed),
    'issued_by', (select full_name from public.profiles where id = auth.uid())
  ) into content
  from public.items, public.units, public.sites
  where items.id = lot.item_id and units.code = items.unit and sites.id = lot.site_id;
  select certificates.* into known from public.certificates where certificates.lot_id = lot.id order by revision desc limit 1;
  -- Another issuer is no other content.
  if known.content - 'issued_by' = content - 'issued_by' then
    return known;
  end if;
  insert into public.certificates (number, revision, site_id, lot_id, test_id, content, issued_by)
  values ('COA-' || lot.code, coalesce(known.revision, 0) + 1, lot.site_id, lot.id, passed, content, auth.uid())
  returning * into made;
  perform app.announce(lot.site_id, 'quality', 'certificate', pg_catalog.jsonb_build_object('lot', lot.code, 'certificate', made.number, 'revision', made.revision));
  return made;
end $$;
comment on function app.issue_certificate(public.lots) is
  'The certificate of a lot as it is now: the latest revision when it still says so, else a new one. Refuses with CERTIFICATE_NOT_DUE.';

create function public.issue_certificate(request_id uuid, lot_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'issue_certificate', pg_catalog.jsonb_build_object('lot', lot_id));
  lot public.lots;
begin
  if answer is not null then
    return answer;
  end if;
  lot := app.lock_lot(issue_certificate.lot_id);
  perform app.require('quality.issue_certificate', lot.site_id);
  return app.end_command(request_id, pg_catalog.to_jsonb(app.issue_certificate(lot)));
end $$;
comment on function public.issue_certificate(uuid, uuid) is
  'Issues the certificate of analysis of a lot that passed its final test (P4.11). Answers the certificate; its PDF is made by the function "reports". Refuses with NOT_ALLOWED, NOT_FOUND, CERTIFICATE_NOT_DUE.';
grant execute on function public.issue_certificate(uuid, uuid) to authenticated;

create function public.attach_certificate_file(
  request_id uuid, person uuid, certificate_id uuid, size_bytes integer, sha256 text, path text
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb;
  certificate public.certificates;
begin
  perform app.act_for(person);
  answer := app.begin_command(request_id, 'attach_certificate_file', pg_catalog.jsonb_build_object('certificate', certificate_id));
  if answer is not null then
    return answer;
  end if;
  select * into certificate from public.certificates where id = attach_certificate_file.certificate_id for no key update;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such certificate.', 'id');
  end if;
  if certificate.document_path is null then
    perform app.add_document(
      certificate.site_id, 'certificate', pg_catalog.format('%s revision %s.pdf', pg_catalog.regexp_replace(certificate.number, '[/\\[:cntrl:]]', '-', 'g'), certificate.revision),
      'application/pdf', size_bytes, sha256, path
    );
    update public.certificates set document_path = attach_certificate_file.path where id = certificate.id;
  end if;
  return app.end_command(request_id, pg_catalog.jsonb_build_object('path', coalesce(certificate.document_path, path)));
end $$;
comment on function public.attach_certificate_file(uuid, uuid, uuid, integer, text, text) is
  'Gives a certificate the PDF that was made of it and lies in the bucket, unless it has one; answers the path of the one it has (P4.11). Size in bytes. Refuses with NOT_FOUND. For the edge function `reports`, which has asked whether the person sees the certificate.';
grant execute on function public.attach_certificate_file(uuid, uuid, uuid, integer, text, text) to service_role;
