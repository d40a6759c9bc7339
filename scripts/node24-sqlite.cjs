/**
 * Loaded first in every process of the run on Node 24 (`NODE_OPTIONS=--require`): node_modules holds the database's
 * native module for the Node that installed it, so when better-sqlite3 asks for that file it gets the one compiled
 * for this Node. Everything else, better-sqlite3's own JavaScript included, is the code under test.
 */
const native = process.env.DASHBRANCH_SQLITE_NATIVE;
const dlopen = process.dlopen;
process.dlopen = function (module, file, ...flags) {
	return dlopen.call(this, module, native && file.endsWith('better_sqlite3.node') ? native : file, ...flags);
};
