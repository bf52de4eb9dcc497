-- Buckets and policies that the Storage tests talk to.
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values
  ('papers', 'papers', false, 65536, array['application/pdf', 'image/png']),
  ('pictures', 'pictures', true, null, null)
on conflict (id) do nothing;

-- Everyone keeps his papers in a folder named by his id.
create policy "owners read their papers" on storage.objects for select to authenticated
  using (bucket_id = 'papers' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "owners add papers" on storage.objects for insert to authenticated
  with check (bucket_id = 'papers' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "owners replace papers" on storage.objects for update to authenticated
  using (bucket_id = 'papers' and (storage.foldername(name))[1] = (select auth.uid())::text)
  with check (bucket_id = 'papers' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "owners remove papers" on storage.objects for delete to authenticated
  using (bucket_id = 'papers' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "everyone sees the buckets" on storage.buckets for select to authenticated using (true);
