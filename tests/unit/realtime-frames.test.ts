import { expect, test } from 'vitest';
import {
	decode,
	encode,
	encodeBinaryBroadcast,
	encodeBroadcast,
	versionOf
} from '../../local/realtime/frames.ts';

/** A binary frame as the official client pushes a broadcast. */
function push(encoding: number, event: string, payload: string): Buffer {
	const texts = ['1', '7', 'realtime:room', event, ''].map((text) => Buffer.from(text));
	return Buffer.concat([
		Buffer.from([3, ...texts.map(({ length }) => length), encoding]),
		...texts,
		Buffer.from(payload)
	]);
}

test('both versions of the protocol are read into the same message', () => {
	const message = {
		joinRef: '1',
		ref: '2',
		topic: 'realtime:room',
		event: 'phx_join',
		payload: { a: 1 }
	};
	const old = {
		topic: 'realtime:room',
		event: 'phx_join',
		payload: { a: 1 },
		ref: '2',
		join_ref: '1'
	};
	const current = ['1', '2', 'realtime:room', 'phx_join', { a: 1 }];
	expect(decode('1.0.0', Buffer.from(JSON.stringify(old)), false)).toEqual(message);
	expect(decode('2.0.0', Buffer.from(JSON.stringify(current)), false)).toEqual(message);
});

test('a binary broadcast is read with its event and its bytes', () => {
	expect(decode('2.0.0', push(1, 'řekl', '{"n":1}'), true)).toEqual({
		joinRef: '1',
		ref: '7',
		topic: 'realtime:room',
		event: 'broadcast',
		payload: {},
		broadcast: { event: 'řekl', encoding: 'json', payload: Buffer.from('{"n":1}') }
	});
});

test.each([
	['no JSON', Buffer.from('{'), false],
	['no topic', Buffer.from('[null,null]'), false],
	['a number', Buffer.from('1'), false],
	['an empty binary frame', Buffer.alloc(0), true],
	['a binary frame of another kind', Buffer.alloc(20), true],
	['a binary frame shorter than it says', push(1, 'said', '{}').subarray(0, 12), true],
	['a JSON broadcast that is no JSON', push(1, 'said', '{'), true]
])('%s is refused', (_, data, isBinary) => {
	expect(() => decode('2.0.0', data, isBinary)).toThrow();
});

test('a broadcast passes the database JSON on unread, in the words of each version', () => {
	const encoding = encodeBroadcast('realtime:room', 'said', '{"weight": 12.50}', 'the-id');
	const body =
		'{"type":"broadcast","event":"said","payload":{"weight": 12.50},"meta":{"id":"the-id"}}';
	expect(encoding('2.0.0')!.data.toString()).toBe(
		`[null,null,"realtime:room","broadcast",${body}]`
	);
	expect(encoding('1.0.0')!.data.toString()).toBe(
		`{"topic":"realtime:room","event":"broadcast","payload":${body},"ref":null}`
	);
	expect(encoding('2.0.0')).toBe(encoding('2.0.0'));
});

test('bytes go to version 2 only', () => {
	const encoding = encodeBinaryBroadcast('realtime:r', 'e', Buffer.from([255]));
	expect([...encoding('2.0.0')!.data]).toEqual([
		4,
		10,
		1,
		0,
		0,
		...Buffer.from('realtime:re'),
		255
	]);
	expect(encoding('1.0.0')).toBeUndefined();
});

test('a reply carries the references of version 2, and the one of version 1', () => {
	const reply = { joinRef: '1', ref: '2', topic: 't', event: 'phx_reply', payload: {} };
	expect(encode('2.0.0', reply).data.toString()).toBe('["1","2","t","phx_reply",{}]');
	expect(JSON.parse(encode('1.0.0', reply).data.toString())).toEqual({
		topic: 't',
		event: 'phx_reply',
		payload: {},
		ref: '2'
	});
});

test('a client that names no version speaks the first, one that names an unknown one is not served', () => {
	expect([versionOf(null), versionOf('2.0.0'), versionOf('3.0.0')]).toEqual([
		'1.0.0',
		'2.0.0',
		undefined
	]);
});
