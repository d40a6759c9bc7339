import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** Which hosts of our own network git may talk to. */
export interface Allowance {
	/** Names, addresses and ranges (`git.intern`, `10.1.2.3`, `10.1.0.0/16`) that an admin allowed. */
	readonly allowedHosts?: readonly string[] | undefined;
	/** Every address of the company's network and of this machine. */
	readonly allowPrivate?: boolean | undefined;
}

/** An address that nobody allowed. */
export class AddressRefused extends Error {
	constructor(host: string) {
		super(`${host} leads to an address that may not be called.`);
		this.name = 'AddressRefused';
	}
}

/** Of a company's own network, or of this machine: a name in the allow-list is enough. */
const PRIVATE = rangesOf([
	'127.0.0.0/8',
	'10.0.0.0/8',
	'172.16.0.0/12',
	'192.168.0.0/16',
	'100.64.0.0/10',
	'::1/128',
	'fc00::/7'
]);

/** Where clouds hand out credentials, and what is no place of one host: only by its own address in the allow-list. */
const NEVER = rangesOf([
	...['169.254.0.0/16', '168.63.129.16/32', '100.100.100.200/32', 'fd00:ec2::254/128', 'fe80::/10'],
	...['0.0.0.0/8', '192.0.0.0/24', '192.0.2.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
	...['::/128', '64:ff9b::/96', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', 'fec0::/10', 'ff00::/8']
]);

/**
 * The addresses of a host, all of them checked. Connect to these, not to the name: it may lead elsewhere the next time.
 *
 * @throws {AddressRefused} when one of them may not be called.
 */
export async function checkedAddresses(host: string, allowance: Allowance): Promise<LookupAddress[]> {
	const name = host.replace(/^\[(.*)\]$/, '$1');
	const family = isIP(name);
	const addresses = family ? [{ address: name, family }] : await lookup(name, { all: true });
	for (const { address } of addresses) {
		if (!isAllowedAddress(name, address, allowance)) throw new AddressRefused(name);
	}
	return addresses;
}

/** Whether `address`, to which `host` led, may be called. */
export function isAllowedAddress(
	host: string,
	address: string,
	{ allowedHosts = [], allowPrivate }: Allowance
): boolean {
	// `::ffff:10.0.0.1` is 10.0.0.1 in other letters; BlockList knows, a comparison of texts would not.
	if (includes(rangesOf(allowedHosts.filter((entry) => isIP(withoutRange(entry)) !== 0)), address)) return true;
	if (includes(NEVER, address)) return false;
	return !includes(PRIVATE, address) || allowPrivate === true || isAllowedName(host, { allowedHosts });
}

/** Whether an admin named this host. */
export const isAllowedName = (host: string, { allowedHosts = [] }: Allowance): boolean =>
	allowedHosts.some((entry) => withoutBrackets(entry).toLowerCase() === withoutBrackets(host).toLowerCase());

function withoutBrackets(text: string): string {
	return text.replace(/^\[(.*)\]$/, '$1');
}

function withoutRange(entry: string): string {
	return withoutBrackets(entry).replace(/\/\d+$/, '');
}

function includes(list: BlockList, address: string): boolean {
	return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function rangesOf(entries: readonly string[]): BlockList {
	const list = new BlockList();
	for (const entry of entries) {
		const [, bits] = /\/(\d+)$/.exec(entry) ?? [];
		const net = withoutRange(entry);
		const kind = isIP(net) === 6 ? 'ipv6' : 'ipv4';
		if (bits === undefined) list.addAddress(net, kind);
		else list.addSubnet(net, Number(bits), kind);
	}
	return list;
}
