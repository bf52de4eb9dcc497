import { expect, test } from 'vitest';
import {
	banSeconds,
	checkEmail,
	checkPassword,
	checkPhone,
	hashOtp,
	newOtp
} from '../../local/auth/credentials.ts';
import { allowedRedirect } from '../../local/auth/links.ts';
import { fill } from '../../local/auth/mailer.ts';
import type { ProjectConfig } from '../../local/config.ts';

const rules = (
	password_requirements: ProjectConfig['auth']['password_requirements'],
	minimum_password_length = 8
) =>
	({
		password_requirements,
		minimum_password_length,
		email: { otp_length: 8 }
	}) as ProjectConfig['auth'];

test.for([
	['', 'aaaaaaaa'],
	['letters_digits', 'aaaaaaa1'],
	['lower_upper_letters_digits', 'aaaaaaA1'],
	['lower_upper_letters_digits_symbols', 'aaaaaA1~']
] as const)('requirements "%s" accept %s', ([requirements, password]) => {
	expect(() => checkPassword(password, rules(requirements))).not.toThrow();
});

test.for([
	['', 'aaaaaaa', ['length']],
	['letters_digits', '11111111', ['characters']],
	['letters_digits', 'aaaaaaaa', ['characters']],
	['lower_upper_letters_digits', 'aaaaaaa1', ['characters']],
	['lower_upper_letters_digits_symbols', 'aaaaaaA1', ['characters']],
	['lower_upper_letters_digits_symbols', 'aA1', ['length', 'characters']]
] as const)('requirements "%s" refuse %s', ([requirements, password, reasons]) => {
	expect(() => checkPassword(password, rules(requirements))).toThrow(
		expect.objectContaining({ code: 'weak_password', details: { weak_password: { reasons } } })
	);
});

test('a password has at most the 72 bytes that bcrypt reads', () => {
	expect(() => checkPassword('é'.repeat(36), rules(''))).not.toThrow();
	expect(() => checkPassword('é'.repeat(37), rules(''))).toThrow('72');
});

test('addresses are kept in lower case, and what is none is refused', () => {
	expect(checkEmail('Asha@Lotline.Test')).toBe('asha@lotline.test');
	for (const wrong of [undefined, '', 'asha', 'asha@', 'a b@c.d', 7, `${'a'.repeat(250)}@b.test`]) {
		expect(() => checkEmail(wrong)).toThrow(expect.objectContaining({ code: 'validation_failed' }));
	}
});

test('phone numbers are kept as E.164 without a plus, and what is none is refused', () => {
	expect(checkPhone('+49 151 23456789')).toBe('4915123456789');
	for (const wrong of ['0151', '+', '12-34', '1'.repeat(16)]) {
		expect(() => checkPhone(wrong)).toThrow(expect.objectContaining({ code: 'validation_failed' }));
	}
});

test.for([
	['none', 0],
	['0', 0],
	['24h', 86_400],
	['1h30m', 5400],
	['1.5h', 5400],
	['300ms', 0.3]
] as const)('a ban of %s lasts %d seconds', ([text, seconds]) => {
	expect(banSeconds(text)).toBeCloseTo(seconds, 9);
});

test.for(['', 'forever', '24', '1d', '-1h'])('a ban of "%s" is refused', (text) => {
	expect(() => banSeconds(text)).toThrow('invalid duration');
});

test('a code has the configured length, and its hash belongs to the address in any case', () => {
	const { otp, hash } = newOtp('Asha@lotline.test', rules(''));
	expect(otp).toMatch(/^\d{8}$/);
	expect(hashOtp('asha@LOTLINE.test', otp)).toBe(hash);
	expect(hashOtp('other@lotline.test', otp)).not.toBe(hash);
});

test.for([
	['nothing asked for', undefined, false],
	['the site', 'https://lotline.test/welcome?a=1#b', true],
	['another port of the site', 'https://lotline.test:8443/', false],
	['another protocol', 'http://lotline.test/', false],
	['another host', 'https://evil.test/', false],
	['a host that begins like the site', 'https://lotline.test.evil.test/', false],
	['the site as a user name', 'https://lotline.test@evil.test/', false],
	['an address of the list', 'https://app.partner.test/in', true],
	['one level more than the list has', 'https://app.partner.test/in/side', false],
	['everything below', 'lotline://open/lot/7', true],
	['no address at all', 'welcome', false]
] as const)('a link leads to %s or else to the site', ([, wanted, allowed]) => {
	const list = {
		additional_redirect_urls: ['https://*.partner.test/*', 'lotline://open/**']
	};
	const led = allowedRedirect(wanted, 'https://lotline.test', list);
	expect(led).toBe(allowed ? wanted : 'https://lotline.test');
});

test('any port of this machine belongs to a site on this machine', () => {
	const list = { additional_redirect_urls: [] };
	const led = allowedRedirect('http://127.0.0.1:5173/reset', 'http://127.0.0.1:54321', list);
	expect(led).toBe('http://127.0.0.1:5173/reset');
});

test('templates are filled with values and members, and unknown names with nothing', () => {
	const text = fill('{{ .Email }} {{.Data.name}} {{ .Data.age }}{{ .Nothing }}!', {
		Email: 'a@b.test',
		Data: { name: 'Asha' }
	});
	expect(text).toBe('a@b.test Asha !');
});
