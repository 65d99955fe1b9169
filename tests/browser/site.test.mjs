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

const first = folder => existsSync(join(site, folder)) ? readdirSync(join(site, folder)).filter(name => name.endsWith('.html')).sort().slice(0, 1).map(name => `${folder}/${name}`) : []
const pages = ['index.html', ...existsSync(join(site, 'data.html')) ? ['data.html'] : [], ...folders.flatMap(first)]

let browser
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
})
after(() => browser?.close())

// A page that remembers what must not happen: a message on the console, a request that leaves the folder, a failed one.
async function open([width, height], colorScheme = 'light') {
  // The page's own policy forbids scripts, axe's too; it is bypassed for the test alone.
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
    await page.locator('tr[id^="line-"] a[href*="materials/"]').first().click()
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

test('the browser obeys the policy of the pages', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const faults = []
  page.on('console', message => { if (message.type() === 'error') faults.push(message.text()) })
  for (const path of pages) await page.goto(root + path)
  assert.deepEqual(faults, [])
  await context.close()
})
