import { expect, test } from 'vitest';
import { anonymous, newUser } from './environment.ts';

test('a user reads and writes his own rows', async () => {
	const { client, user } = await newUser();
	const { data, error } = await client
		.from('notes')
		.insert({ title: 'first', weight: 12.5 })
		.select()
		.single();
	expect(error).toBeNull();
	expect(data).toMatchObject({ owner: user.id, title: 'first', weight: 12.5 });
	expect((await anonymous().from('notes').select()).error?.code).toBe('42501');
});
