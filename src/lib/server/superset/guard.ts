import { lookup as resolve, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';

/** Which addresses of our own network may be called; see `SupersetOptions`. */
export interface Allowance {
	readonly allowedHosts?: readonly string[] | undefined;
	readonly allowPrivate?: boolean | undefined;
}

/** An address that nobody allowed. Comes out of the connector as the cause of the failed request. */
export class AddressRefused extends Error {
	readonly host: string;
	readonly address: string;
	constructor(host: string, address: string) {
		super(`${host} leads to ${address}, an address that may not be called.`);
		this.name = 'AddressRefused';
		this.host = host;
		this.address = address;
	}
}

/** Of a company's own network: a name in the allow-list, or `allowPrivate`, is enough. */
const PRIVATE_RANGES = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);

/** Where clouds hand out credentials to whoever asks; several lie in ranges that are else harmless. */
const METADATA = new Set(['169.254.169.254', '168.63.129.16', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254']);

/** Whether `address`, to which `host` led, may be called. */
export function isAllowedAddress(
	host: string,
	address: string,
	{ allowedHosts = [], allowPrivate }: Allowance
): boolean {
	const parsed = ipaddr.process(address);
	const text = parsed.toString();
	if (allowedHosts.some((entry) => covers(entry, parsed))) return true;
	if (METADATA.has(text)) return false;
	const range = parsed.range();
	if (range === 'unicast') return true;
	if (!PRIVATE_RANGES.has(range)) return false;
	return allowPrivate === true || allowedHosts.some((entry) => entry.toLowerCase() === host.toLowerCase());
}

/** Whether an entry of the allow-list is this address, or a range that holds it. */
function covers(entry: string, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
	const text = entry.replace(/^\[(.*)\]$/, '$1');
	if (ipaddr.isValidCIDR(text)) {
		const [network, bits] = ipaddr.parseCIDR(text);
		return network.kind() === address.kind() && address.match(network, bits);
	}
	return isIP(text) !== 0 && ipaddr.process(text).toString() === address.toString();
}

/**
 * Connects only where it may: each address is checked after it was resolved and before the socket opens, so that a name
 * cannot lead to one place when it is checked and to another when it is called.
 */
export function guardedConnector(allowance: Allowance, connectMs: number): buildConnector.connector {
	const check = (host: string, address: string) => {
		if (!isAllowedAddress(host, address, allowance)) throw new AddressRefused(host, address);
	};
	const lookup: LookupFunction = (host, options, callback) => {
		resolve(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
			if (error) return callback(error, '');
			try {
				for (const { address } of addresses) check(host, address);
			} catch (refused) {
				return callback(refused as NodeJS.ErrnoException, '');
			}
			if (options.all) return callback(null, addresses);
			const first = addresses[0];
			callback(null, first?.address ?? '', first?.family);
		});
	};
	const connect = buildConnector({ timeout: connectMs, lookup });
	return (options, callback) => {
		const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
		try {
			// Node never looks up what is an address already, so `lookup` would not see it.
			if (isIP(host)) check(host, host);
		} catch (refused) {
			return callback(refused as Error, null);
		}
		connect(options, callback);
	};
}
