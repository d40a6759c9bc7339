import { X509Certificate } from 'node:crypto';
import { InvalidInput } from '#lib/domain/errors.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * Certificates of an own authority, cleaned of what stands around them; `undefined` for none.
 * @throws {InvalidInput} at `certificates` for what is no certificate.
 */
export function parseCertificates(text: string): string | undefined {
	if (text.trim() === '') return undefined;
	const blocks = text.match(BLOCK) ?? [];
	if (blocks.length === 0) throw invalid('holds no certificate: it begins with -----BEGIN CERTIFICATE-----');
	for (const [at, block] of blocks.entries()) {
		try {
			new X509Certificate(block);
		} catch {
			throw invalid(`is damaged: its certificate ${at + 1} cannot be read`);
		}
	}
	return `${blocks.join('\n')}\n`;
}

const invalid = (message: string) =>
	new InvalidInput([{ path: ['certificates'], message }], {
		hint: 'Ask who runs the git server for the certificate of its authority, as PEM.'
	});
