import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeZip } from '#lib/server/superset/bundle/zip.ts';

const SCRIPT = `
import json, sys, zipfile
bundle = zipfile.ZipFile(sys.argv[1])
assert bundle.testzip() is None
print(json.dumps({entry.filename: bundle.read(entry).decode() for entry in bundle.infolist()}))
`;
const PYTHON = process.env['PYYAML_PYTHON'] ?? 'python3';
const hasPython = spawnSync(PYTHON, ['-c', 'import zipfile'], { stdio: 'ignore' }).status === 0;

test.skipIf(!hasPython)('ZIP-21 Python’s zipfile finds every file intact under its name', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'dashbranch-zip-'));
	const files = {
		'metadata.yaml': 'version: 1.0.0\n',
		'charts/Продажи – 销售 😀.yaml': 'a: é\n'.repeat(500),
		'empty.yaml': ''
	};
	const zip = await writeZip('bündle', new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])));
	writeFileSync(join(folder, 'bundle.zip'), zip);
	const run = spawnSync(PYTHON, ['-c', SCRIPT, join(folder, 'bundle.zip')], { encoding: 'utf8' });
	rmSync(folder, { recursive: true });
	expect(run.stderr).toBe('');
	expect(JSON.parse(run.stdout)).toEqual(
		Object.fromEntries(Object.entries(files).map(([path, text]) => [`bündle/${path}`, text]))
	);
});
