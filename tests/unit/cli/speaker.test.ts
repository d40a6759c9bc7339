import { expect, test } from 'vitest';
import { Speaker } from '../../../src/cli/speaker.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';

function speakerOn(isTerminal: boolean, env: Record<string, string> = {}, manner = { json: false, verbose: false }) {
	const written = { out: '', err: '' };
	const output = (to: 'out' | 'err') => ({ isTerminal, write: (text: string) => void (written[to] += text) });
	const terminal: Terminal = {
		env,
		out: output('out'),
		err: output('err'),
		isInteractive: false,
		ask: () => Promise.resolve(''),
		onInterrupt: () => () => {}
	};
	return { speaker: new Speaker(terminal, manner), written };
}

test.each([
	[false, {}, false],
	[true, {}, true],
	[true, { NO_COLOR: '1' }, false],
	[true, { TERM: 'dumb' }, false],
	[false, { FORCE_COLOR: '1' }, true]
])('CLI-5 terminal %s with %j: colours %s', (isTerminal, env, isColoured) => {
	const { speaker, written } = speakerOn(isTerminal, env as Record<string, string>);
	speaker.result({}, speaker.paint('red', 'no'));
	expect(written.out).toBe(isColoured ? '\x1b[31mno\x1b[39m\n' : 'no\n');
});

test('CLI-5 a title cannot move the cursor, change the window’s title or hide text', () => {
	const { speaker, written } = speakerOn(true);
	speaker.result({}, `“a\x1b[2Kb\x1b]0;x\x07c\rd\x9be\u202ef” ${speaker.paint('bold', 'ours')}`);
	expect(written.out).toBe('“a\ufffd[2Kb\ufffd]0;x\ufffdc\ufffdd\ufffde\ufffdf” \x1b[1mours\x1b[22m\n');
});

test('CLI-5 colours of others are taken away where there are none', () => {
	const { speaker, written } = speakerOn(false);
	speaker.result({}, 'red \x1b[31mtitle');
	expect(written.out).toBe('red title\n');
});

test.each([
	[false, false, ''],
	[true, false, 'step\n'],
	[false, true, 'step\n']
])('CLI-4 progress with terminal %s and --verbose %s', (isTerminal, verbose, said) => {
	const { speaker, written } = speakerOn(isTerminal, { NO_COLOR: '1' }, { json: false, verbose });
	speaker.progress('step');
	expect(written).toEqual({ out: '', err: said });
});

test('CLI-8 the token is hidden in whatever is said', () => {
	for (const json of [true, false]) {
		const { speaker, written } = speakerOn(false, { DASHBRANCH_TOKEN: 'dbr_abc' }, { json, verbose: true });
		speaker.result({ header: 'Bearer dbr_abc' }, 'Bearer dbr_abc');
		speaker.note('dbr_abc');
		speaker.show('dbr_abc');
		speaker.progress('dbr_abc');
		expect(written.out + written.err).not.toContain('dbr_abc');
		expect(written.out).toContain('(hidden)');
	}
});
