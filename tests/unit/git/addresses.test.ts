import { expect, test } from 'vitest';
import { AddressRefused, checkedAddresses, isAllowedAddress, isAllowedName } from '#lib/server/git/addresses.ts';

test.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946', '172.32.0.1', '100.63.0.1'])(
	'GIT-59 %s may be called',
	(address) => {
		expect(isAllowedAddress('git.example.org', address, {})).toBe(true);
	}
);

const inside = [
	'127.0.0.1',
	'127.9.9.9',
	'10.1.2.3',
	'172.16.0.1',
	'172.31.255.1',
	'192.168.1.1',
	'100.64.0.1',
	'::1',
	'fd12::1',
	'::ffff:10.1.2.3',
	'::ffff:7f00:1'
];
test.each(inside)('GIT-59 %s only when an admin allowed the host, the address or its range', (address) => {
	const allowed = (...allowedHosts: string[]) => isAllowedAddress('git.intern', address, { allowedHosts });
	expect(allowed()).toBe(false);
	expect(allowed('other.intern', 'git.intern.evil.org')).toBe(false);
	expect(allowed('GIT.intern')).toBe(true);
	expect(allowed('0.0.0.0/0', '::/0')).toBe(true);
	expect(allowed(address)).toBe(true);
});

const never = [
	'169.254.169.254',
	'169.254.1.1',
	'0.0.0.0',
	'168.63.129.16',
	'100.100.100.200',
	'255.255.255.255',
	'224.0.0.1',
	'::',
	'fe80::1',
	'fd00:ec2::254',
	'::ffff:169.254.169.254',
	'64:ff9b::a9fe:a9fe',
	'2002:7f00:1::'
];
test.each(never)('GIT-59 %s not by the name of the host', (address) => {
	expect(isAllowedAddress('git.intern', address, {})).toBe(false);
	expect(isAllowedAddress('git.intern', address, { allowedHosts: ['git.intern'] })).toBe(false);
	expect(isAllowedAddress('git.intern', address, { allowedHosts: [address] })).toBe(true);
});

test('GIT-59 a host is named as a whole', () => {
	expect(isAllowedName('[::1]', { allowedHosts: ['::1'] })).toBe(true);
	expect(isAllowedName('a.b', { allowedHosts: ['b', 'xa.b'] })).toBe(false);
});

test('GIT-59 every address of a host counts', async () => {
	await expect(checkedAddresses('localhost', {})).rejects.toThrow(AddressRefused);
	await expect(checkedAddresses('[::1]', {})).rejects.toThrow(AddressRefused);
	expect(await checkedAddresses('127.0.0.1', { allowedHosts: ['127.0.0.1'] })).toEqual([
		{ address: '127.0.0.1', family: 4 }
	]);
});
