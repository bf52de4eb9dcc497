import { defineEnvVars } from '@sveltejs/kit/env';

const optional = (value: string | undefined) => value ?? '';

export const variables = defineEnvVars({
	PUBLIC_SUPABASE_URL: {
		public: true,
		schema: optional,
		description:
			'Address of the Supabase project; empty when it is the origin that serves the page.'
	},
	PUBLIC_SUPABASE_KEY: {
		public: true,
		schema: optional,
		description: 'The publishable key of the project (`sb_publishable_…`).'
	},
	PUBLIC_VAPID_KEY: {
		public: true,
		schema: optional,
		description:
			'The public key of the pair that web push is signed with (VAPID); empty where there is no web push.'
	},
	PUBLIC_DEMO: {
		public: true,
		schema: optional,
		description:
			'For a demonstration alone: the accounts that the sign-in page offers, as JSON; empty elsewhere.'
	}
});
