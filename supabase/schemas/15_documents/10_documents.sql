-- Papers and photos: shift cards, goods receipts, reports of the laboratory. A document belongs to a
-- site and says what it is; what it proves is said by the facts that refer to it. The file lies in the
-- private bucket `documents` of Storage, and comes there by the edge function `documents` alone, which
-- looks into it first.
create table public.documents (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references public.sites (id),
  kind text not null
    constraint "document kind is known" check (
      kind in ('grn', 'lab_report', 'shift_card', 'override', 'photo', 'certificate', 'dispatch_report', 'other')
    ),
  name text not null
    constraint "document name has 1 to 200 characters" check (btrim(name) <> '' and length(name) <= 200)
    constraint "document name has no path and no control characters" check (name !~ '[/\\[:cntrl:]]'),
  media_type text not null
    constraint "document is a PDF or a picture" check (
      media_type in ('application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif')
    ),
  size_bytes integer not null
    constraint "document has 1 byte to 10 MB" check (size_bytes >= 1 and size_bytes <= 10000000),
  sha256 text not null
    constraint "document hash is 64 hexadecimal digits" check (sha256 ~ '^[0-9a-f]{64}$'),
  path text not null unique
    constraint "document path has at most 200 characters" check (btrim(path) <> '' and length(path) <= 200),
  uploaded_by uuid not null references public.profiles (id),
  uploaded_at timestamptz not null default app.now()
);
comment on table public.documents is 'Papers and photos of a site, append-only (P12.01, P2.02, P4.06, P4.08).';
comment on column public.documents.name is 'As the file was called, made harmless; its ending is the one of its type.';
comment on column public.documents.media_type is 'What the file is by its content, whatever it was called.';
comment on column public.documents.path is 'Where it lies in the bucket: <site code>/<year>/<month>/<uuid>.<ending>.';
create index documents_site_id_idx on public.documents (site_id, uploaded_at desc);
create index documents_uploaded_by_idx on public.documents (uploaded_by);
create trigger audit after insert or update or delete on public.documents
  for each row execute function audit.record();
create trigger keep before update or delete on public.documents for each row execute function audit.keep();
alter table public.documents enable row level security;
create policy "documents are seen by permission" on public.documents for select to authenticated
  using (site_id = any ((select app.sites_with('documents.view'))::uuid[]));
grant select on public.documents to authenticated, service_role;

-- Who sees a document may read its file, and nobody writes there but the function.
create policy "files are read with their document" on storage.objects for select to authenticated
  using (
    bucket_id = 'documents'
    and exists (select from public.documents where documents.path = objects.name)
  );
