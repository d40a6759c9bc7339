import { expect, test } from 'vitest';
import { isAllowedAddress } from '#lib/server/superset/guard.ts';

const PUBLIC = ['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:93.184.216.34'];
const PRIVATE = [
	'127.0.0.1',
	'10.1.2.3',
	'172.16.0.1',
	'192.168.1.1',
	'100.64.0.1',
	'::1',
	'fd12::1',
	'::ffff:10.0.0.1'
];
const NEVER_BY_NAME = [
	'169.254.169.254',
	'169.254.1.1',
	'::ffff:169.254.169.254',
	'fe80::1',
	'fd00:ec2::254',
	'100.100.100.200',
	'168.63.129.16',
	'0.0.0.0',
	'::',
	'224.0.0.1',
	'255.255.255.255',
	'64:ff9b::a00:1'
];

test.each(PUBLIC)('SUP-2 %s may be called', (address) => {
	expect(isAllowedAddress('superset.example', address, {})).toBe(true);
});

test.each(PRIVATE)('SUP-2 %s may be called only where it is allowed', (address) => {
	const host = 'superset.example';
	expect(isAllowedAddress(host, address, {})).toBe(false);
	expect(isAllowedAddress(host, address, { allowedHosts: ['other.example', '203.0.113.0/24'] })).toBe(false);
	expect(isAllowedAddress(host, address, { allowedHosts: ['Superset.example'] })).toBe(true);
	expect(isAllowedAddress(host, address, { allowPrivate: true })).toBe(true);
	expect(isAllowedAddress(host, address, { allowedHosts: [address] })).toBe(true);
});

test.each(NEVER_BY_NAME)('SUP-2 %s needs an entry of its own', (address) => {
	const host = 'superset.example';
	expect(isAllowedAddress(host, address, { allowPrivate: true, allowedHosts: [host] })).toBe(false);
	expect(isAllowedAddress(host, address, { allowedHosts: [address] })).toBe(true);
});

test('SUP-2 a range allows what is in it', () => {
	const allowedHosts = ['10.20.0.0/16', 'fd12::/16'];
	expect(isAllowedAddress('a', '10.20.3.4', { allowedHosts })).toBe(true);
	expect(isAllowedAddress('a', '::ffff:10.20.3.4', { allowedHosts })).toBe(true);
	expect(isAllowedAddress('a', '10.21.3.4', { allowedHosts })).toBe(false);
	expect(isAllowedAddress('a', 'fd12::9', { allowedHosts })).toBe(true);
});
