// What a site tells search engines, catalogues and feed readers, read by libraries of theirs: JSON-LD, the sitemap by its own
// schema, the feed. GROUNDUP: the program.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import jsonld from 'jsonld'
import { validateXML } from 'xmllint-wasm'

const require = createRequire(import.meta.url)
const root = new URL('../..', import.meta.url).pathname
const base = 'https://example.org/plans/'
const SCHEMA = 'https://schema.org/'
const OKH = 'https://w3id.org/oseg/ont/okh#'
let site

before(() => {
  site = mkdtempSync(join(tmpdir(), 'groundup-'))
  execFileSync(process.env.GROUNDUP, ['site', 'example-plans', '-o', join(site, 'out'), '--base-url', base], { cwd: root, stdio: 'pipe' })
})
after(() => rmSync(site, { recursive: true, force: true }))

const text = path => readFileSync(join(site, 'out', path), 'utf8')
const dataOf = page => JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)[1])
const one = (node, name) => node[name]?.[0]?.['@value'] ?? node[name]?.[0]?.['@id']

test('every plan is told as JSON-LD, with no context to be fetched', async () => {
  const names = readdirSync(join(site, 'out', 'plans'))
  assert.ok(names.length > 20)
  for (const name of names) {
    const address = `${base}plans/${name}`
    const documentLoader = url => { throw new Error(`it fetches ${url}`) }
    const [howTo, machine] = await jsonld.expand(dataOf(text(`plans/${name}`)), { base: address, documentLoader })
    assert.equal(howTo['@id'], address)
    assert.deepEqual(howTo['@type'], [`${SCHEMA}HowTo`])
    assert.deepEqual(machine['@type'], [`${SCHEMA}Product`, `${OKH}Module`])
    assert.equal(one(howTo, `${SCHEMA}about`), machine['@id'])
    assert.ok(one(howTo, `${SCHEMA}name`) && one(machine, `${OKH}function`))
    for (const supply of howTo[`${SCHEMA}supply`]) {
      const [needed] = supply[`${SCHEMA}requiredQuantity`]
      assert.ok(one(supply, `${SCHEMA}name`) && one(needed, `${SCHEMA}value`) > 0, name)
    }
    for (const step of howTo[`${SCHEMA}step`] ?? []) assert.ok(one(step, `${SCHEMA}url`).startsWith(`${address}#`))
    // As triples too: no term is lost for want of a full name.
    const triples = await jsonld.toRDF(dataOf(text(`plans/${name}`)), { base: address, documentLoader })
    assert.ok(triples.some(({ predicate }) => predicate.value === `${OKH}spdxLicense`), name)
    assert.ok(triples.some(({ predicate, object }) => predicate.value === `${SCHEMA}license` && object.termType === 'NamedNode'), name)
  }
})

test('the sitemap holds to its schema, and lists pages that are there', async () => {
  const schema = readFileSync(join(dirname(require.resolve('sitemap/package.json')), 'schema', 'sitemap.xsd'), 'utf8')
  const sitemap = text('sitemap.xml')
  const check = contents => validateXML({ xml: [{ fileName: 'sitemap.xml', contents }], schema: [schema] })
  const { valid, errors } = await check(sitemap)
  assert.ok(valid, JSON.stringify(errors))
  assert.equal((await check(sitemap.replace('<loc>', '<lok>').replace('</loc>', '</lok>'))).valid, false, 'the schema is in force')
  const addresses = [...sitemap.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, address]) => address)
  assert.equal(new Set(addresses).size, addresses.length)
  for (const address of addresses) {
    assert.ok(address.startsWith(base))
    const page = text(decodeURIComponent(address.slice(base.length)) || 'index.html')
    assert.ok(page.includes(`<link rel="canonical" href="${address}">`), address)
  }
})

test('the feed is Atom: what RFC 4287 asks for is there', () => {
  const xml = text('feed.xml')
  assert.equal(XMLValidator.validate(xml), true)
  const { feed } = new XMLParser({ ignoreAttributes: false, isArray: name => ['entry', 'link', 'author', 'category'].includes(name) }).parse(xml)
  assert.equal(feed['@_xmlns'], 'http://www.w3.org/2005/Atom')
  const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/
  for (const thing of [feed, ...feed.entry]) {
    assert.ok(thing.id.startsWith(base) && String(thing.title))
    assert.match(thing.updated, moment)
    assert.ok(thing.link.some(link => link['@_rel'] === 'alternate' && link['@_href'].startsWith(base)))
  }
  assert.ok(feed.link.some(link => link['@_rel'] === 'self' && link['@_href'] === `${base}feed.xml`))
  assert.ok(feed.author.every(author => author.name))
  const times = feed.entry.map(entry => entry.updated)
  assert.deepEqual(times, [...times].sort().reverse(), 'newest first')
  assert.equal(new Set(feed.entry.map(entry => entry.id)).size, feed.entry.length)
})
