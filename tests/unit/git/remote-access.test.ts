import { expect, test } from 'vitest';
import { InvalidInput } from '#lib/domain/errors.ts';
import { checkAccess, type SshAccess, type TokenAccess } from '#lib/server/git/remote-access.ts';

const token = (url: string, changes: Partial<TokenAccess> = {}): TokenAccess => ({
	...{ kind: 'token', url, username: 'ada', token: 'planted' },
	...changes
});
const ssh = (url: string): SshAccess => ({
	kind: 'ssh',
	url,
	privateKey: '-----BEGIN OPENSSH PRIVATE KEY-----',
	knownHosts: ''
});

const refused = [
	...[
		'ext::sh -c touch% /tmp/x',
		'ext::https://a/b',
		'fd::17',
		'file:///etc',
		'/etc/passwd',
		'git://host/a.git',
		'ssh://git@host/a.git'
	],
	...[
		'https://user@host/a.git',
		'https://user:planted@host/a.git',
		'https://ghp_planted:@host/a',
		'http://host/a.git',
		'https://host'
	],
	...[
		'https://host/',
		'https:///a',
		'https::https://host/a',
		'--upload-pack=x',
		'-x',
		'',
		'https://ho st/a',
		'https://host/a\n.git'
	],
	...[
		'https://host/a?x=1',
		'https://host/a#x',
		`https://host/${'a'.repeat(2100)}`,
		'javascript:alert(1)',
		'ftp://host/a'
	]
];
test.each(refused)('GIT-60 %j is refused before git starts', async (url) => {
	const error: unknown = await checkAccess(token(url)).catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(InvalidInput);
	expect((error as InvalidInput).issues).toMatchObject([{ path: ['url'] }]);
	expect((error as InvalidInput).message).not.toContain('planted');
});

test.each([
	['https://git.example.org/team/sales.git', 'https', 443],
	['https://git.example.org:8443/a', 'https', 8443],
	['https://[2001:470::1]/a', 'https', 443],
	['HTTPS://GIT.example.org/ü.git', 'https', 443]
] as const)('GIT-60 %s is taken', async (url, protocol, port) => {
	expect(await checkAccess(token(url))).toMatchObject({ protocol, port, url: new URL(url).href });
});

test('GIT-60 http only for a host that an admin allowed', async () => {
	const access = (allowedHosts: string[]) => checkAccess(token('http://git.intern/a', { allowedHosts }));
	await expect(access([])).rejects.toThrow('unless an admin allowed this host');
	await expect(access(['10.0.0.0/8', 'intern'])).rejects.toThrow(InvalidInput);
	expect(await access(['git.intern'])).toMatchObject({ protocol: 'http', port: 80 });
});

test.each([{ token: '' }, { token: 'a\nb' }, { username: 'a:b' }, { username: 'a\r\nX: y' }])(
	'GIT-60 %j is no sign-in',
	async (changes) => {
		await expect(checkAccess(token('https://host/a', changes))).rejects.toThrow(InvalidInput);
	}
);

test.each([
	['git@git.example.org:team/sales.git', 'ssh://git@git.example.org/team/sales.git', 22],
	['ssh://git@git.example.org:2222/a.git', 'ssh://git@git.example.org:2222/a.git', 2222]
])('GIT-60 %s is taken for ssh', async (url, href, port) => {
	expect(await checkAccess(ssh(url))).toEqual({ url: href, protocol: 'ssh', host: 'git.example.org', port });
});

const noSsh = [
	'ssh://host/a',
	'ssh://git:pw@host/a',
	'ssh://-oProxyCommand=x/a',
	'git@-oProxyCommand=x:a',
	'ssh://git@-x/a',
	'ssh://-x@host/a',
	'https://git@host/a',
	'git@host:',
	'ssh://git@ho%20st/a',
	'ext::x'
];
test.each(noSsh)('GIT-60 %j is refused for ssh', async (url) => {
	await expect(checkAccess(ssh(url))).rejects.toThrow(InvalidInput);
});

test('GIT-60 what is no private key is said without showing it', async () => {
	const error: unknown = await checkAccess({ ...ssh('git@host:a'), privateKey: 'planted' }).catch(
		(reason: unknown) => reason
	);
	expect(error).toMatchObject({ issues: [{ path: ['privateKey'] }] });
	expect(String(error)).not.toContain('planted');
});
