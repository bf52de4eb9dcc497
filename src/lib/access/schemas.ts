import { z } from 'zod';
import { whatIsWrongWithPassword } from '#lib/access/password.ts';
import { oneOf, text } from '#lib/limits.ts';
import { m } from '#lib/paraglide/messages.js';

const ROLES = [
	'admin',
	'manager',
	'qa',
	'supervisor',
	'storekeeper',
	'dispatch_clerk',
	'distributor',
	'retailer'
] as const;

/** What stands for every site where sites are chosen. */
export const EVERY_SITE = 'every';

const fullName = text('full name has 1 to 120 characters', 120);

/** As app.check_email has it, loosely: Auth and the database look closer. */
export const email = z
	.string()
	.trim()
	.superRefine((value, issues) => {
		if (!value) issues.addIssue({ code: 'custom', message: m.access_email_missing() });
		else if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value) || value.length > 254)
			issues.addIssue({
				code: 'custom',
				message: m.access_email_wrong({ email: value.slice(0, 60) })
			});
	});

export const newPassword = z.string().superRefine((value, issues) => {
	const wrong = whatIsWrongWithPassword(value);
	if (wrong) issues.addIssue({ code: 'custom', message: wrong });
});

const membership = z.object({
	role: oneOf('choose the role', ROLES),
	/** Id of a site, or `EVERY_SITE`. */
	site_id: z.string().min(1, { error: m.access_site_missing })
});

/** Somebody new, who is invited or given a password (P1.03). */
export const newUser = z
	.object({
		full_name: fullName,
		email,
		memberships: z.array(membership).min(1, { error: m.access_role_missing }).max(50),
		way: z.enum(['invite', 'password']),
		password: z.string()
	})
	.check(({ value, issues }) => {
		const wrong = value.way === 'password' && whatIsWrongWithPassword(value.password);
		if (wrong) {
			issues.push({ code: 'custom', message: wrong, path: ['password'], input: value.password });
		}
	});

/** Name and address of somebody. */
export const userChange = z.object({ full_name: fullName, email });

/** One's own name (P1.07). */
export const ownName = z.object({ full_name: fullName });

/** One's own password: who changes it shows that he knows the one before (P1.07). */
export const passwordChange = z.object({
	current: z.string().min(1, { error: m.access_password_current_missing }),
	password: newPassword
});
