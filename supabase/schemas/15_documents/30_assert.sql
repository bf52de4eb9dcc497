-- What a fact refers to is there, and is of its site: a path by itself proves nothing.
create function app.assert_document(path text, site_id uuid, field text) returns void
language plpgsql stable
security definer
set search_path = ''
as $$
begin
  if assert_document.path is not null and not exists (
    select from public.documents
    where documents.path = assert_document.path and documents.site_id = assert_document.site_id
  ) then
    perform app.fail('NOT_FOUND', pg_catalog.format('There is no document "%s" of this site.', left(assert_document.path, 200)), assert_document.field);
  end if;
end $$;
comment on function app.assert_document(text, uuid, text) is
  'Refuses with NOT_FOUND, at the field, a path that is no document of the site; nothing is no path (P4.06, P12.01).';
