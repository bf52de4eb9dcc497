-- What is tested, by the documents' limits, and what the forms of the stages ask for. A plan is made as
-- a draft, gets its parameters, and is then put in force; one that is in force already stays as it is.
insert into public.qc_plans (kind, item_id, stage_id, effective_from, note)
select row.kind, items.id, stages.id, '2024-01-01', row.note
from (values
  ('incoming', 'ALC', null, 'Incoming alpha cellulose'),
  ('incoming', 'BINDER-X', null, 'Incoming binder'),
  ('incoming', 'BINDER-C', null, 'Incoming binder'),
  ('incoming', 'BAG-25', null, 'Incoming bags'),
  ('in_process', 'MCC-R-102', 'pre_treatment', 'After pre-treatment'),
  ('in_process', 'MCC-R-102', 'drying', 'After drying'),
  ('in_process', 'MCC-R-102', 'grinding', 'After grinding'),
  ('in_process', 'MCC-R-102', 'sieving', 'After sieving'),
  ('in_process', 'MCC-R-102', 'blending', 'After blending'),
  ('final', 'MCC-R-102', null, 'MCC Type R-102, final')
) as row (kind, item, stage, note)
join public.items on items.code = row.item
left join public.stages on stages.code = row.stage
on conflict do nothing;

insert into public.qc_parameters (plan_id, position, name, method, unit, minimum, maximum, accepted)
select qc_plans.id, row.position, row.name, row.method, row.unit, row.minimum, row.maximum, row.accepted
from (values
  ('incoming', 'ALC', null, 1, 'Moisture', 'Loss on drying, 105 °C', '%', null::numeric, 5.0, null::text[]),
  ('incoming', 'ALC', null, 2, 'Foreign matter', 'Seen on a white plate', null, null, null, '{None}'),
  ('incoming', 'BINDER-X', null, 1, 'Moisture', 'Loss on drying, 105 °C', '%', null, 8.0, null),
  ('incoming', 'BINDER-X', null, 2, 'Appearance', 'Seen', null, null, null, '{White,Off-white}'),
  ('incoming', 'BINDER-C', null, 1, 'Moisture', 'Loss on drying, 105 °C', '%', null, 8.0, null),
  ('incoming', 'BINDER-C', null, 2, 'Appearance', 'Seen', null, null, null, '{White,Off-white}'),
  ('incoming', 'BAG-25', null, 1, 'Appearance', 'Seen, 10 of each bale', null, null, null, '{Clean}'),
  ('in_process', 'MCC-R-102', 'pre_treatment', 1, 'Moisture', 'Loss on drying, 105 °C', '%', 5.0, 9.0, null),
  ('in_process', 'MCC-R-102', 'pre_treatment', 2, 'pH', 'pH meter, 1 in 10', 'pH', 5.0, 7.5, null),
  ('in_process', 'MCC-R-102', 'drying', 1, 'Moisture', 'Loss on drying, 105 °C', '%', 3.0, 6.0, null),
  ('in_process', 'MCC-R-102', 'grinding', 1, 'Particle size', 'Laser diffraction, d50', 'µm', 40, 80, null),
  ('in_process', 'MCC-R-102', 'sieving', 1, 'Particle size', 'Laser diffraction, d50', 'µm', 40, 60, null),
  ('in_process', 'MCC-R-102', 'blending', 1, 'Moisture', 'Loss on drying, 105 °C', '%', 4.0, 6.0, null),
  ('in_process', 'MCC-R-102', 'blending', 2, 'Bulk density', 'Scott volumeter', 'g/mL', 0.26, 0.34, null),
  ('final', 'MCC-R-102', null, 1, 'Moisture', 'Loss on drying, 105 °C', '%', 4.0, 6.0, null),
  ('final', 'MCC-R-102', null, 2, 'Particle size', 'Laser diffraction, d50', 'µm', 40, 60, null),
  ('final', 'MCC-R-102', null, 3, 'Bulk density', 'Scott volumeter', 'g/mL', 0.26, 0.34, null),
  ('final', 'MCC-R-102', null, 4, 'pH', 'pH meter, 1 in 10', 'pH', 5.0, 7.5, null)
) as row (kind, item, stage, position, name, method, unit, minimum, maximum, accepted)
join public.items on items.code = row.item
left join public.stages on stages.code = row.stage
join public.qc_plans on qc_plans.kind = row.kind and qc_plans.item_id = items.id
  and qc_plans.stage_id is not distinct from stages.id and qc_plans.version = 1 and not qc_plans.active
on conflict do nothing;

update public.qc_plans set active = true
where version = 1 and created_by is null and not active
  and exists (select from public.qc_parameters where plan_id = qc_plans.id);

insert into public.stage_fields (stage_id, position, key, label, type, unit, minimum, maximum, choices, required, condition)
select stages.id, row.position, row.key, row.label, row.type, row.unit, row.minimum, row.maximum, row.choices, row.required, row.condition::jsonb
from (values
  ('pre_treatment', 1, 'wash_cycles', 'Wash cycles', 'number', null, 1::numeric, 6::numeric, null::text[], false, null),
  ('drying', 1, 'drying_temperature', 'Drying temperature', 'number', '°C', 60, 110, null, true, null),
  ('drying', 2, 'temperature_reason', 'Why hotter than 95 °C', 'text', null, null, null, null, true,
    '{"field": "drying_temperature", "is": ">", "value": 95}'),
  ('grinding', 1, 'screen', 'Screen', 'choice', null, null, null, '{0.5 mm,0.8 mm,1.0 mm}', false, null),
  ('sieving', 1, 'mesh_intact', 'Mesh is intact', 'boolean', null, null, null, null, false, null),
  ('blending', 1, 'blending_time', 'Blending time', 'number', 'min', 5, 60, null, false, null)
) as row (stage, position, key, label, type, unit, minimum, maximum, choices, required, condition)
join public.stages on stages.code = row.stage
on conflict (stage_id, key) do nothing;
