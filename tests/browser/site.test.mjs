// Opens a built site from its folder in headless Chromium and walks through it as a visitor would.
// SITE: the folder. CHROMIUM: the browser, /usr/bin/chromium by default. SHOTS: a folder for screenshots, if wanted.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

assert.ok(process.env.SITE, 'SITE names the folder of the built site')
const site = resolve(process.env.SITE)
const root = pathToFileURL(site + '/').href
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const sizes = [[1440, 900], [390, 844]]
const folders = ['plans', 'materials', 'processes', 'capabilities', 'facilities']
const shots = process.env.SHOTS

const every = folder => existsSync(join(site, folder)) ? readdirSync(join(site, folder)).filter(name => name.endsWith('.html')).sort().map(name => `${folder}/${name}`) : []
const first = folder => every(folder).slice(0, 1)
const pages = ['index.html', 'can-i-make-it.html', 'rules.html', ...existsSync(join(site, 'claims.html')) ? ['claims.html'] : [], 'source/groundup.yaml.html', ...existsSync(join(site, 'data.html')) ? ['data.html'] : [], ...folders.flatMap(first)]

let browser
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
})
after(() => browser?.close())

// A page that remembers what must not happen: a message on the console, a request that leaves the folder, a failed one.
async function open([width, height], colorScheme = 'light') {
  // The page's own policy forbids scripts that are not its own, axe's too; it is bypassed for the test alone.
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, bypassCSP: true })
  const faults = []
  const page = await context.newPage()
  page.on('console', message => { if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`) })
  page.on('pageerror', error => faults.push(`error: ${error.message}`))
  page.on('request', request => { if (!request.url().startsWith(root) && !request.url().startsWith('data:')) faults.push(`request: ${request.url()}`) })
  page.on('requestfailed', request => faults.push(`failed: ${request.url()}`))
  return { page, faults, close: () => context.close() }
}

async function violations(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(values => globalThis.axe.run(document, { preload: false, runOnly: { type: 'tag', values } }), rules)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(node => node.target.join(' ')).join(', ')} (${nodes.length})`)
}

for (const size of sizes) {
  test(`a visitor walks from home to a material at ${size.join(' × ')}`, async () => {
    const { page, faults, close } = await open(size)
    await page.goto(root + 'index.html')
    await page.locator('a[href^="plans/"]').first().click()
    await page.waitForURL(/\/plans\//)
    assert.ok(await page.locator('h1').count() === 1)
    await page.locator('tr[id^="line-"] a[href*="materials/"]:visible').first().click()
    await page.waitForURL(/\/materials\//)
    assert.match(await page.locator('main').innerText(), /How it is made/)
    assert.deepEqual(faults, [])
    await close()
  })

  for (const path of pages) {
    for (const scheme of ['light', 'dark']) {
      test(`${path} is sound at ${size.join(' × ')}, ${scheme}`, async () => {
        const { page, faults, close } = await open(size, scheme)
        await page.goto(root + path)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        if (shots) await page.screenshot({ path: join(shots, `${path.split('/')[0].replace('.html', '')}-${size[0]}-${scheme}.png`), fullPage: true })
        assert.ok(overflow <= 0, `it is ${overflow} px wider than the window`)
        assert.deepEqual(await violations(page), [])
        assert.deepEqual(faults, [])
        await close()
      })
    }
  }
}

test('no page is wider than a phone', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false })
  const page = await context.newPage()
  const wide = []
  for (const path of ['index.html', 'can-i-make-it.html', ...folders.flatMap(every)]) {
    // Without scripts a page is "loaded" as a document before its styles are there.
    await page.goto(root + path, { waitUntil: 'load' })
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])
    if (content > window) wide.push(`${path}: ${content} px`)
  }
  assert.deepEqual(wide, [])
  await context.close()
})

test('the browser obeys the policy of the pages', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const faults = []
  page.on('console', message => { if (message.type() === 'error') faults.push(message.text()) })
  for (const path of pages) await page.goto(root + path)
  assert.deepEqual(faults, [])
  await context.close()
})

test('a figure leads to its source, and its line to the data', async () => {
  const { page, faults, close } = await open(sizes[0])
  const [path] = readdirSync(join(site, 'plans')).filter(name => readFileSync(join(site, 'plans', name), 'utf8').includes('class="from"'))
  await page.goto(`${root}plans/${path}`)
  await page.locator('tr[id^="line-"] > td > a.from').first().click()
  assert.match(page.url(), /#source-/)
  assert.ok(await page.locator(':target').isVisible())
  await page.locator('tr[id^="line-"] a.balloon').first().click()
  await page.waitForURL(/source\/plans\/.*#L\d+$/)
  assert.match(await page.locator(':target').innerText(), /part|item/)
  assert.deepEqual(faults, [])
  await close()
})

for (const size of sizes) {
  test(`search finds a plan with a letter wrong, by keyboard alone, at ${size.join(' × ')}`, async () => {
    const { page, faults, close } = await open(size)
    const [path] = readdirSync(join(site, 'plans')).filter(name => name.endsWith('.html'))
    await page.goto(`${root}plans/${path}`)
    const word = (await page.locator('h1').innerText()).split(/[^A-Za-z]+/).sort((a, b) => b.length - a.length)[0]
    await page.goto(root + 'data.html')
    await page.keyboard.press('/')
    await page.keyboard.type(word.slice(0, 2) + word[1] + word.slice(2))
    const option = page.locator('#found [role=option]').filter({ hasText: word }).first()
    await option.waitFor()
    if (shots) await page.screenshot({ path: join(shots, `search-${size[0]}.png`) })
    assert.deepEqual(await violations(page), [])
    await page.keyboard.press('ArrowDown')
    assert.equal(await page.locator('#found [aria-selected=true]').count(), 1)
    await page.keyboard.press('Escape')
    assert.equal(await page.locator('#found').isVisible(), false)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(url => !url.href.endsWith('data.html'))
    assert.deepEqual(faults, [])
    await close()
  })
}

test('filters of the home page combine, are told in the address, and can be cleared', async () => {
  const { page, faults, close } = await open(sizes[0])
  await page.goto(root + 'index.html')
  const cards = page.locator('.cards > li:visible')
  const all = await cards.count()
  const select = page.locator('.facets select').first()
  const value = await select.locator('option').nth(1).getAttribute('value')
  await select.selectOption(value)
  const some = await cards.count()
  assert.match(await select.locator('option:checked').innerText(), new RegExp(`\\(${some}\\)$`))
  assert.ok(some <= all && page.url().includes('#?'))
  await page.reload()
  assert.equal(await cards.count(), some)
  await page.locator('.facets button').click()
  assert.equal(await cards.count(), all)
  assert.deepEqual(faults, [])
  await close()
})

test('ticks are remembered, pictures open large, drawings zoom', async () => {
  const { page, faults, close } = await open(sizes[0])
  const named = readdirSync(join(site, 'plans')).filter(name => name.endsWith('.html'))
  const path = named.find(name => /id="done-/.test(readFileSync(join(site, 'plans', name), 'utf8')))
  await page.goto(`${root}plans/${path}`)
  const tick = page.locator('input[id^=done-]').first()
  await tick.check()
  await page.reload()
  assert.ok(await tick.isChecked())
  await page.locator('.progress button').click()
  assert.equal(await tick.isChecked(), false)
  const drawing = page.locator('#graph ~ figure svg').first()
  const width = async () => (await drawing.boundingBox()).width
  const before = await width()
  await page.locator('.zoom button').first().click()
  assert.ok(await width() > before)
  const picture = page.locator('.enlarge, .drawings a').first()
  if (await picture.count()) {
    await picture.click()
    assert.ok(await page.locator('dialog.large').isVisible())
    assert.deepEqual(await violations(page), [])
    await page.keyboard.press('Escape')
    assert.equal(await page.locator('dialog.large').isVisible(), false)
  }
  assert.deepEqual(faults, [])
  await close()
})

test('the tree of a plan tells how each item stands at a facility, which is remembered; cells of the matrix lead there', async () => {
  const { page, faults, close } = await open(sizes[0])
  const named = readdirSync(join(site, 'plans')).filter(name => (readFileSync(join(site, 'plans', name), 'utf8').match(/data-place=/g) ?? []).length > 1)
  const path = `${root}plans/${named[0]}`
  await page.goto(path)
  const select = page.locator('.choose-place select')
  const marks = () => page.locator('[data-at]').evaluateAll(marks => marks.map(mark => `${mark.className} ${mark.textContent}`))
  const first = await marks()
  // Without a script the page says the same of the first facility.
  const plain = [...readFileSync(join(site, 'plans', named[0]), 'utf8').matchAll(/<span class="(mark [a-z]+)" data-at="[^"]*">([^<]*)</g)].map(([, kind, label]) => `${kind} ${label}`)
  assert.deepEqual(first, plain)
  const place = await select.locator('option').last().textContent()
  await select.selectOption({ label: place })
  const facility = (await page.locator('.choose-place a:visible').getAttribute('href')).replace('#at-', '')
  const plan = named[0].replace('.html', '')
  const statuses = new Map(JSON.parse(readFileSync(join(site, 'data', `${plan}--${facility}.local.json`), 'utf8')).items.map(({ item, status }) => [item, status]))
  const rows = await page.locator('.tree .row:has([data-at]) > span:last-child').evaluateAll(marks => marks.map(mark => mark.className.replace('mark ', '')))
  for (const status of new Set(statuses.values())) if (status !== 'blocked') assert.ok(rows.includes(status) || status === 'made' || status === 'stock', status)
  const last = await marks()
  assert.deepEqual(await violations(page), [])
  await page.goto(`${root}can-i-make-it.html`)
  await page.locator(`.matrix a[href="plans/${named[0]}#at-${facility}"]`).first().click()
  await page.waitForURL(/#at-/)
  assert.ok(await page.locator(':target').isVisible())
  assert.deepEqual(await marks(), last)
  assert.deepEqual(faults, [])
  await close()
})

test('a claim leads to the figure that decides it, and to its source', async () => {
  const { page, faults, close } = await open(sizes[0])
  await page.goto(`${root}claims.html`)
  assert.ok(await page.locator('tbody tr').count() > 5)
  await page.locator('a[href*="#source-"]').first().click()
  await page.waitForURL(/#source-/)
  assert.ok(await page.locator(':target').isVisible())
  assert.deepEqual(faults, [])
  await close()
})

test('"Can I make it?" says of every plan at every facility what `local` says, item by item', async () => {
  const { page, faults, close } = await open(sizes[0])
  await page.goto(root + 'can-i-make-it.html')
  await page.locator('#bench [role=status]').waitFor()
  const count = await page.locator('#start option').count() - 1
  let cells = 0
  for (let number = 0; number < count; number++) {
    const { place, verdicts, had } = await page.evaluate(number => globalThis.groundupAt(number), number)
    const reached = new Set(had)
    for (const file of readdirSync(join(site, 'data')).filter(name => name.endsWith(`--${place}.local.json`))) {
      const report = JSON.parse(readFileSync(join(site, 'data', file), 'utf8'))
      assert.equal(verdicts[report.plan], report.verdict, `${report.plan} at ${place}`)
      // The plan itself may be for sale; its verdict is on making it.
      for (const { item, status } of report.items.filter(({ item }) => item !== report.plan)) {
        assert.equal(reached.has(item), status !== 'blocked', `${item} of ${report.plan} at ${place}`)
      }
      cells++
    }
  }
  assert.ok(cells > 0)
  await page.locator('#bench summary').first().click()
  assert.deepEqual(await violations(page), [])
  // A machine that is taken away is missing.
  const made = async () => Number((await page.locator('#bench [role=status]').innerText()).split(' ')[0])
  await page.locator('#start').selectOption({ index: count })
  assert.equal(await made(), 0)
  assert.deepEqual(faults, [])
  await close()
})

for (const colorScheme of ['light', 'dark']) {
  test(`on paper every page shows what is folded, in black on white, and nothing that asks for a click (${colorScheme})`, async () => {
    const { page, faults, close } = await open(sizes[0], colorScheme)
    for (const path of pages) {
      await page.goto(root + path)
      await page.emulateMedia({ media: 'print', colorScheme })
      const found = await page.evaluate(() => {
        const isShown = element => element.checkVisibility({ contentVisibilityAuto: true })
        const shown = selector => [...document.querySelectorAll(selector)].filter(isShown).map(element => element.outerHTML.slice(0, 80))
        const folded = [...document.querySelectorAll('details:not([open])')].filter(it => isShown(it) && ![...it.children].slice(1).some(isShown))
        const { backgroundColor, color } = getComputedStyle(document.body)
        return { controls: shown('input, button, select:not(.choose-place select), .top, .contents, .facets, .bottom'), folded: folded.length, backgroundColor, color, foot: getComputedStyle(document.documentElement).getPropertyValue('--foot'), title: document.title, wide: document.documentElement.scrollWidth - document.documentElement.clientWidth }
      })
      assert.deepEqual(found.controls, [], path)
      assert.equal(found.folded, 0, `${path}: something is folded on paper`)
      assert.deepEqual([found.backgroundColor, found.color], ['rgb(255, 255, 255)', 'rgb(0, 0, 0)'], path)
      assert.ok(found.foot.startsWith(JSON.stringify(found.title)) && found.foot.includes('groundup '), `${path}: ${found.foot}`)
      assert.ok(found.wide <= 0, `${path} is too wide for its sheet by ${found.wide} px`)
      await page.emulateMedia({ media: null, colorScheme })
    }
    assert.deepEqual(faults, [])
    await close()
  })
}
