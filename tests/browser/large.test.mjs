// A repository with more plans and materials than a page shows, built and used as a visitor would. GROUNDUP: the program.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const plans = 600
const materials = 260
const cards = 120
const trap = '</script><img src=x onerror="globalThis.ran=1">'

const title = number => number === 7 ? trap : `Tool ${number} of the set`
const files = {
  'groundup.yaml': 'kind: repository\nformat: 1\nname: many\ntitle: Many tools\n',
  'facilities/shed.yaml': 'kind: facility\nid: shed\ntitle: The shed\nimports: listed\nimport-list: [part-3, part-4]\nequipment: [{id: saw, provides: [{capability: cut}]}]\n',
  'facilities/yard.yaml': 'kind: facility\nid: yard\ntitle: The yard\nimports: any\nequipment: [{id: saw, provides: [{capability: cut}]}]\n',
  'capabilities/cut.yaml': 'kind: capability\nid: cut\ntitle: Cutting\n',
  'materials/all.yaml': Array.from({ length: materials }, (_, number) =>
    `kind: material\nid: part-${number}\ntitle: Part ${number}\nunit: kg\nmass: 1 kg/kg\norigin: bought\nprice: 1 USD/kg\n`).join('---\n'),
}
for (let number = 0; number < plans; number++) {
  const id = number % 2 ? `p${number}` : `tool-${number}-of-the-set`
  files[`plans/${id}/plan.yaml`] = `kind: plan\nid: ${id}\ntitle: '${title(number)}'\nreadiness: ${number % 3 ? 'prototype' : 'replicated'}
version: '1'\ninstructions: build.md\nbom: [{part: leg, title: A leg, quantity: 1 ea, from: [{item: part-${number % materials}, quantity: 1 kg}], operations: [{capability: cut, time: 1 h}]}]\n`
  files[`plans/${id}/build.md`] = `# Build\n\n## Saw the leg\n\nSharpen beforehand.\n\n## Mount & glue ${number}\n\nWaiting.\n\n## Saw the leg\n\nOnce more, sidewise.\n`
}

let folder
let root
let browser
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'many-'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'repo', path)), { recursive: true })
    writeFileSync(join(folder, 'repo', path), content)
  }
  const { status, stderr } = spawnSync(process.env.GROUNDUP, ['site', join(folder, 'repo'), '--output', join(folder, 'site')], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  root = pathToFileURL(join(folder, 'site') + '/').href
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
})
after(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open({ width = 1440, height = 900, ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, bypassCSP: true, ...more })
  const [faults, asked] = [[], []]
  const page = await context.newPage()
  page.on('console', message => { if (['error', 'warning'].includes(message.type())) faults.push(message.text()) })
  page.on('pageerror', error => faults.push(error.message))
  page.on('request', request => { asked.push(request.url()); if (!request.url().startsWith(root)) faults.push(request.url()) })
  return { page, faults, asked, close: () => context.close() }
}

async function violations(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(values => globalThis.axe.run(document, { preload: false, runOnly: { type: 'tag', values } }), rules)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(node => node.target.join(' ')).join(', ')} (${nodes.length})`)
}

const number = text => Number(text.replace(/\D/g, ''))

for (const [width, height] of [[1440, 900], [390, 844]]) {
  test(`all plans are filtered, by keyboard, at ${width} × ${height}`, async () => {
    const { page, faults, asked, close } = await open({ width, height })
    await page.goto(`${root}index.html`)
    assert.equal(await page.locator('.cards > li:visible').count(), cards)
    assert.ok(!asked.some(url => url.endsWith('plans.js')), 'nobody has filtered yet')
    assert.deepEqual(await violations(page), [])
    await page.locator('.facets button').focus()
    await page.keyboard.press('Enter')
    await page.locator('.facets select').first().waitFor()
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'SELECT')
    assert.match(await page.locator('.facets [role=status]').innerText(), /^600 plans/)
    assert.equal(await page.locator('.cards > li:visible').count(), cards)

    const select = page.locator('.facets label').filter({ hasText: 'Readiness' }).locator('select')
    await select.selectOption('replicated')
    assert.match(await select.locator('option:checked').innerText(), /\(200\)$/)
    assert.match(await page.locator('.facets [role=status]').innerText(), /^200 of 600 plans, the first 120 of them shown$/)
    const rows = page.locator('.facets + div tbody tr:visible')
    assert.equal(await rows.count(), cards)
    assert.equal(await page.locator('.cards > li:visible').count(), 0)
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
    assert.deepEqual(await violations(page), [])
    const more = page.locator('.facets + div button')
    await more.focus()
    await page.keyboard.press('Enter')
    assert.equal(await rows.count(), 200)
    assert.equal(await more.isVisible(), false)
    assert.equal(await page.evaluate(() => document.activeElement.closest('tr').sectionRowIndex), cards)

    // Two filters combine, and each counts what the other leaves.
    const takes = page.locator('.facets label').filter({ hasText: 'Takes' }).locator('select')
    await takes.selectOption('Part 3')
    const title = await rows.first().locator('th').innerText()
    assert.equal(await rows.count(), number((await takes.locator('option:checked').innerText()).split('(')[1]))
    assert.ok(page.url().includes('#?'))
    const [plan, place] = await rows.first().locator('a').evaluateAll(links => links.map(link => link.href))
    await page.goto(plan)
    assert.equal(await page.locator('h1').innerText(), title)
    await page.goBack()
    await rows.first().waitFor()
    assert.equal(await rows.first().locator('th').innerText(), title)
    await page.reload()
    await rows.first().waitFor()
    assert.equal(await rows.first().locator('th').innerText(), title)
    await page.goto(place)
    assert.ok(await page.locator(':target').isVisible())
    await page.goBack()
    await page.locator('.facets button', { hasText: 'Clear' }).click()
    assert.equal(await page.locator('.cards > li:visible').count(), cards)
    assert.equal(await page.locator('.facets + div').isVisible(), false)
    assert.deepEqual(faults, [])
    await close()
  })
}

test('every plan that is filtered has the page and the verdicts that it has without a script', async () => {
  const { page, faults, close } = await open()
  await page.goto(`${root}index.html#?Does=&Readiness=prototype`)
  const rows = page.locator('.facets + div tbody tr')
  await rows.first().waitFor()
  const more = page.locator('.facets + div button')
  while (await more.isVisible()) await more.click()
  const told = lines => new Map(lines.map(([title, href, ...marks]) => [href.split('/').slice(-2).join('/'), [title, ...marks].join(' | ')]))
  const read = rows => rows.evaluateAll(rows => rows.map(row => [row.cells[0].textContent, row.querySelector('a').href, ...[...row.cells].slice(1).map(cell => `${cell.textContent} ${cell.querySelector('span')?.className ?? ''}`.trim())]))
  const found = told(await read(rows))
  assert.equal(found.size, 400)
  const listed = new Map()
  for (let list = 1; list <= plans / 200; list++) {
    await page.goto(`${root}plans-${list}.html`)
    for (const [href, text] of told(await read(page.locator('tbody tr')))) listed.set(href, text)
  }
  assert.equal(listed.size, plans)
  for (const [href, text] of found) assert.equal(text, listed.get(href).replaceAll(' mark none', ''), href)
  assert.ok([...found.values()].some(text => text.includes(trap)), 'a title is a text')
  assert.equal(await page.evaluate(() => globalThis.ran), undefined)
  assert.deepEqual(faults, [])
  await close()
})

test('without scripts lists lead to all materials', async () => {
  const { page, close } = await open({ javaScriptEnabled: false })
  await page.goto(`${root}index.html`)
  assert.equal(await page.locator('.facets:visible').count(), 0)
  const lists = await page.locator('#materials ~ nav.lists a[href^="materials-"]').evaluateAll(links => links.map(link => link.href))
  assert.equal(lists.length, 2)
  assert.ok(await page.locator('a[href^="materials/"]').count() <= cards)
  const seen = new Set()
  for (const list of lists) {
    await page.goto(list)
    for (const link of await page.locator('tbody th a').all()) seen.add(await link.getAttribute('href'))
  }
  assert.equal(seen.size, materials)
  assert.equal(await page.locator('nav [aria-current=true]').innerText(), 'Materials')
  await close()
})

test('lists are sound', async () => {
  for (const size of [{ width: 1440, height: 900 }, { width: 360, height: 740 }]) {
    const { page, faults, close } = await open(size)
    for (const path of ['plans-1.html', 'materials-2.html']) {
      await page.goto(root + path)
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, path)
      assert.deepEqual(await violations(page), [], path)
    }
    assert.deepEqual(faults, [])
    await close()
  }
})

test('the search finds plans, parts and steps of all plans, and leads to them', async () => {
  const { page, faults, close } = await open()
  await page.goto(`${root}index.html`)
  await page.locator('.search input').focus()
  await page.waitForFunction(() => globalThis.groundupFind('tool').count > 0)
  const best = (query, place = 0) => page.evaluate(([query, place]) => globalThis.groundupFind(query).best[place], [query, place])
  for (const [query, wanted] of [['tool 432', title(432)], ['p433', title(433)], ['toll 432 of set', title(432)], ['part 259', 'Part 259']]) {
    assert.equal((await best(query)).title, wanted, query)
  }
  const step = await best('mount glue 599')
  assert.deepEqual([step.title, step.plan], ['Mount & glue 599', title(599)])
  const { count } = await page.evaluate(() => globalThis.groundupFind('sidewise'))
  assert.equal(count, plans)
  const again = await best('sidewise')
  const leg = (await page.evaluate(() => globalThis.groundupFind('leg').best)).find(({ kind }) => kind === 5)
  for (const { href } of [step, again, leg, await best('cutting'), await best('yard')]) {
    await page.goto(root + href)
    if (href.includes('#')) assert.ok(await page.locator(':target').count(), href)
  }
  assert.deepEqual(faults, [])
  await close()
})
