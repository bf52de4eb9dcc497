-- The edge function has verified who calls and acts for him: what follows in the transaction is his
-- doing, for permissions as for the audit.
create function app.act_for(person uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform pg_catalog.set_config('request.jwt.claim.sub', act_for.person::text, true);
  perform pg_catalog.set_config('request.jwt.claim.role', 'authenticated', true);
  perform pg_catalog.set_config(
    'request.jwt.claims',
    pg_catalog.jsonb_build_object('sub', act_for.person, 'role', 'authenticated')::text,
    true
  );
end $$;
comment on function app.act_for(uuid) is
  'Makes a person the caller for the rest of the transaction. For commands that service_role alone may call.';

create function public.prepare_document(uploader uuid, site_id uuid) returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  site public.sites;
begin
  perform app.act_for(uploader);
  perform app.require('documents.upload', prepare_document.site_id);
  select * into site from public.sites where id = prepare_document.site_id and active;
  if not found then
    perform app.fail('NOT_FOUND', 'There is no such site in use.', 'site_id');
  end if;
  return pg_catalog.format('%s/%s', site.code, pg_catalog.to_char(app.now() at time zone site.time_zone, 'YYYY/MM'));
end $$;
comment on function public.prepare_document(uuid, uuid) is
  'The folder of the bucket that a document of the uploader at a site goes to. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, NOT_FOUND. For the edge function `documents`.';
grant execute on function public.prepare_document(uuid, uuid) to service_role;

-- Who may have it recorded is for the command to ask that has it made.
create function app.add_document(
  site_id uuid, kind text, name text, media_type text, size_bytes integer, sha256 text, path text
) returns public.documents
language plpgsql
security definer
set search_path = ''
as $$
declare
  document public.documents;
begin
  if not exists (
    select from storage.objects
    join public.sites on pg_catalog.starts_with(objects.name, sites.code || '/')
    where objects.bucket_id = 'documents' and objects.name = add_document.path
      and sites.id = add_document.site_id
  ) then
    perform app.fail('NOT_FOUND', 'There is no such file of the site.', 'path');
  end if;
  insert into public.documents (site_id, kind, name, media_type, size_bytes, sha256, path, uploaded_by)
  values (
    add_document.site_id, add_document.kind, add_document.name, add_document.media_type,
    add_document.size_bytes, add_document.sha256, add_document.path, auth.uid()
  )
  returning * into document;
  perform app.announce(
    document.site_id, 'documents', 'uploaded',
    pg_catalog.jsonb_build_object('document', document.id, 'kind', document.kind, 'name', document.name)
  );
  return document;
end $$;
comment on function app.add_document(uuid, text, text, text, integer, text, text) is
  'Records a file that lies in the bucket as a document of the caller; size in bytes (P12.01). Refuses with NOT_FOUND.';

create function public.register_document(
  request_id uuid, uploader uuid, site_id uuid, kind text, name text, media_type text, size_bytes integer, sha256 text, path text
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  answer jsonb;
begin
  perform app.act_for(uploader);
  -- Not the path: each attempt stores its file under another.
  answer := app.begin_command(request_id, 'register_document', pg_catalog.jsonb_build_object(
    'site', site_id, 'kind', kind, 'name', name, 'media_type', media_type, 'size', size_bytes, 'sha256', sha256));
  if answer is not null then
    return answer;
  end if;
  perform app.require('documents.upload', register_document.site_id);
  return app.end_command(request_id, pg_catalog.to_jsonb(app.add_document(site_id, kind, name, media_type, size_bytes, sha256, path)));
end $$;
comment on function public.register_document(uuid, uuid, uuid, text, text, text, integer, text, text) is
  'Records a file that lies in the bucket as a document of the uploader; size in bytes (P12.01). Answers the document. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, NOT_FOUND. For the edge function `documents`.';
grant execute on function public.register_document(uuid, uuid, uuid, text, text, text, integer, text, text) to service_role;
