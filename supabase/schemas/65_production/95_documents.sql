-- What papers and photos prove of a batch: the batch refers to them. One that is added to a stage is of
-- that stage.
create table public.batch_documents (
  batch_id uuid not null references public.batches (id),
  document_id uuid not null references public.documents (id),
  position integer,
  attached_by uuid not null references public.profiles (id),
  attached_at timestamptz not null default app.now(),
  primary key (batch_id, document_id)
);
comment on table public.batch_documents is 'Papers and photos of a batch, append-only (P12.01); written by attach_batch_document alone.';
comment on column public.batch_documents.position is 'The stage of the route that it is of; null when it is of the batch.';
create index batch_documents_document_id_idx on public.batch_documents (document_id);
create index batch_documents_attached_by_idx on public.batch_documents (attached_by);
create trigger audit after insert or update or delete on public.batch_documents
  for each row execute function audit.record('batch_id', 'document_id');
create trigger keep before update or delete on public.batch_documents for each row execute function audit.keep();
alter table public.batch_documents enable row level security;
create policy "documents of a batch are seen with both" on public.batch_documents for select to authenticated
  using (
    batch_id in (select id from public.batches)
    and document_id in (select id from public.documents)
  );
grant select on public.batch_documents to authenticated, service_role;

-- No shift is asked for: a paper is often photographed when the shift is over, and changes no record.
create function public.attach_batch_document(
  request_id uuid, batch_id uuid, document_id uuid, "position" integer default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb := app.begin_command(request_id, 'attach_batch_document', pg_catalog.jsonb_build_object(
    'batch', batch_id, 'document', document_id, 'position', "position"));
  batch public.batches;
begin
  if answer is not null then
    return answer;
  end if;
  batch := app.lock_batch(attach_batch_document.batch_id);
  perform app.require('documents.upload', batch.site_id);
  if not exists (
    select from public.documents
    where documents.id = attach_batch_document.document_id and documents.site_id = batch.site_id
  ) then
    perform app.fail('NOT_FOUND', pg_catalog.format('There is no such document at the site of batch %s.', batch.code), 'document');
  end if;
  if attach_batch_document.position is not null and not exists (
    select from public.route_stages
    where route_stages.route_id = batch.route_id and route_stages.position = attach_batch_document.position
  ) then
    perform app.fail('STAGE_ORDER', pg_catalog.format('The route of batch %s has no stage %s.', batch.code, attach_batch_document.position), 'position');
  end if;
  insert into public.batch_documents (batch_id, document_id, position, attached_by)
  values (batch.id, attach_batch_document.document_id, attach_batch_document.position, auth.uid())
  on conflict on constraint batch_documents_pkey do nothing;
  perform app.announce(batch.site_id, 'production', 'document', pg_catalog.jsonb_build_object('batch', batch.code, 'stage', attach_batch_document.position));
  return app.end_command(request_id, app.batch_answer(batch.id));
end $$;
comment on function public.attach_batch_document(uuid, uuid, uuid, integer) is
  'Adds a document of its site to a batch, or to the stage at a position of its route (P12.01); one that is there already stays as it is. Answers the batch. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, NOT_FOUND, STAGE_ORDER.';
grant execute on function public.attach_batch_document(uuid, uuid, uuid, integer) to authenticated;
