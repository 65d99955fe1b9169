// Annotations of GitHub's workflows, held against GitHub's own writer of them, and read back as its runner reads them.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

const root = path.resolve(import.meta.dirname, '../..');
const broken = 'tests/consumers/broken';
const groundup = (...words) => spawnSync(process.env.GROUNDUP, words, { cwd: root, encoding: 'utf8' }).stdout;

/** A command of a workflow: its name, its properties, its message, with what was escaped as it was meant. */
function command(line) {
  const [, name, properties, message] = /^::([a-z-]+) (.*?)::(.*)$/.exec(line);
  const plain = (text) => text.replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const pairs = properties.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), plain(pair.slice(pair.indexOf('=') + 1))]);
  return { name, ...Object.fromEntries(pairs.sort()), message: plain(message) };
}

test('each finding is the annotation that GitHub would write', () => {
  const { diagnostics } = JSON.parse(groundup('check', broken, '--format', 'json'));
  const ours = groundup('check', broken, '--format', 'github').trimEnd().split('\n').map(command);
  assert.ok(diagnostics.length > 4 && ours.length === diagnostics.length);
  // `@actions/core` prints; so it does that in a process of its own.
  const folder = mkdtempSync(path.join(os.tmpdir(), 'groundup-'));
  const input = path.join(folder, 'findings.json');
  writeFileSync(input, JSON.stringify(diagnostics.map((found) => ({ ...found, file: `${broken}/${found.file}` }))));
  const script = `
    import * as core from '@actions/core';
    import { readFileSync } from 'node:fs';
    for (const found of JSON.parse(readFileSync(process.argv[1], 'utf8'))) {
      const message = found.help ? found.message + '\\nhelp: ' + found.help : found.message;
      const at = { file: found.file, title: found.rule, startLine: found.start.line, endLine: found.end.line };
      if (found.start.line === found.end.line) Object.assign(at, { startColumn: found.start.column, endColumn: found.end.column });
      found.severity === 'error' ? core.error(message, at) : core.warning(message, at);
    }`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script, input], { cwd: import.meta.dirname, encoding: 'utf8' });
  assert.deepEqual(ours, printed.trimEnd().split('\n').map(command));
});
