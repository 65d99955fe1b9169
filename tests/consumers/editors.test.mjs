// Editors: the YAML language server completes, explains and checks what `init` and `new plan` write.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { startLanguageServer } from './language-server.mjs';

const groundup = (...words) => execFileSync(process.env.GROUNDUP, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const repository = mkdtempSync(path.join(os.tmpdir(), 'groundup-'));
const inRepository = (file) => path.join(repository, file);
const plan = 'plans/pump/plan.yaml';
let server;

before(async () => {
  groundup('init', repository);
  groundup('new', 'plan', 'pump', repository);
  mkdirSync(inRepository('materials'));
  server = await startLanguageServer(repository);
});
after(() => server.stop());

const labels = (items) => items.map((item) => item.label);
const told = (found) => found.map(({ range, message }) => `${range.start.line + 1}:${range.start.character + 1} ${message}`);

/** Opens a text with a cursor `|` in it. */
function open(on, file, marked) {
  const before = marked.slice(0, marked.indexOf('|')).split('\n');
  const document = on.open(file, marked.replace('|', ''));
  return { ...document, line: before.length - 1, character: before.at(-1).length };
}

test('what init and new plan write is without fault', async () => {
  for (const file of ['groundup.yaml', plan]) {
    const document = server.open(file);
    assert.deepEqual(told(await document.found), [], file);
    await document.close();
  }
});

test('keys of a plan are offered, with what they mean', async () => {
  const text = readFileSync(inRepository(plan), 'utf8');
  const document = open(server, plan, `${text}|`);
  await document.found;
  const offered = await document.complete(document.line, document.character);
  for (const key of ['operations', 'safety', 'footprint', 'authors']) assert.ok(labels(offered).includes(key), key);
  assert.ok(!labels(offered).includes('title'), 'what is there already is not offered');
  const safety = offered.find((item) => item.label === 'safety').documentation;
  assert.match(safety.value ?? safety, /What can hurt people/);
  await document.close();
});

test('keys and words are offered further in', async () => {
  const text = readFileSync(inRepository(plan), 'utf8').replace('bom: []', 'bom:\n  - part: leg\n    |');
  const document = open(server, plan, text);
  await document.found;
  const offered = labels(await document.complete(document.line, document.character));
  for (const key of ['quantity', 'from', 'operations', 'drawing']) assert.ok(offered.includes(key), key);
  await document.close();
  const words = open(server, plan, readFileSync(inRepository(plan), 'utf8').replace(/^readiness: .*$/m, 'readiness: |'));
  await words.found;
  assert.deepEqual(labels(await words.complete(words.line, words.character)).sort(), ['draft', 'idea', 'production', 'prototype', 'replicated']);
  await words.close();
});

test('a slip is underlined, and what check takes is not', async () => {
  const text = readFileSync(inRepository(plan), 'utf8')
    .replace(/^title:.*$/m, 'titel: Pump').replace(/^version:.*$/m, 'version: 1.10').replace(/^makes:.*$/m, 'makes: {quantity: 1, mass: heavy}');
  const document = server.open(plan, text);
  const found = told(await document.found);
  const line = (word) => text.slice(0, text.indexOf(word)).split('\n').length;
  assert.deepEqual(found.sort(), [
    `${line('makes:')}:28 expected a mass, such as 996 kg`,
    `${line('titel:')}:1 Property titel is not allowed.`,
  ]);
  await document.close();
});

test('hovering says what a field means and what to write', async () => {
  const document = open(server, plan, readFileSync(inRepository(plan), 'utf8').replace('mak|es', 'makes').replace(/^makes:.*$/m, 'makes: {ma|ss: 3 kg}'));
  await document.found;
  const hover = await document.hover(document.line, document.character);
  assert.match(hover, /The mass of one finished machine\./);
  assert.match(hover, /Write a mass, such as 996 kg\./);
  await document.close();
});

const documents = (first, second) => `${first}kind: material
id: bar
unt: kg
---
${second}kind: process
id: roll
inptus: []
|
`;

/** In both documents of a file the slip is found, and the second is completed as a process. */
async function holds(on, text) {
  const document = open(on, 'materials/all.yaml', text);
  const found = told(await document.found);
  for (const slip of ['Property unt is not allowed.', 'Property inptus is not allowed.']) {
    assert.ok(found.some((fault) => fault.endsWith(slip)), `${slip}: ${found}`);
  }
  const offered = labels(await document.complete(document.line, document.character));
  assert.ok(offered.includes('yield') && offered.includes('outputs') && !offered.includes('origin'), offered.join(' '));
  await document.close();
}

test('in a catalog each document may name its schema', async () => {
  const names = (kind) => `# yaml-language-server: $schema=../.groundup/schemas/${kind}.json\n`;
  await holds(server, documents(names('material'), names('process')));
});

test('an editor that maps folders to schemas needs no such lines', async () => {
  const folders = ['materials', 'processes', 'capabilities', 'facilities'].map((folder) => `${folder}/*.yaml`);
  const mapped = await startLanguageServer(repository, { '.groundup/schemas/document.json': folders });
  try {
    await holds(mapped, documents('', ''));
  } finally {
    await mapped.stop();
  }
});

test('schemas are renewed on demand, and new plan leaves them alone', () => {
  const file = inRepository('.groundup/schemas/plan.json');
  writeFileSync(file, '{}');
  groundup('new', 'plan', 'mill', repository);
  assert.equal(readFileSync(file, 'utf8'), '{}');
  groundup('schema', '--write', repository);
  assert.match(readFileSync(file, 'utf8'), /The open documentation of one machine/);
});
