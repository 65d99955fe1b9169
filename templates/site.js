// groundup: what the pages can do beyond reading. Without it everything is there, only less handy.
// A classic script, so that it runs from a folder too; it fetches nothing, and data come as scripts that call it by name.
'use strict'
{
  // Every text that a script shows, in one place.
  const texts = {
    search: 'Search',
    searchHint: matchMedia('(hover: hover)').matches ? 'Search (press /)' : 'Search',
    found: count => count === 1 ? '1 result' : `${count} results`,
    nothing: 'Nothing found',
    inPlan: plan => `in ${plan}`,
    close: 'Close',
    previous: 'Previous picture',
    next: 'Next picture',
    zoomIn: 'Zoom in', zoomOut: 'Zoom out', zoomReset: 'Whole drawing',
    shown: (some, all, first = some) => `${some === all ? grouped(all) : `${grouped(some)} of ${grouped(all)}`} plans${first < some ? `, the first ${grouped(first)} of them` : ''} shown`,
    clear: 'Clear filters', any: 'any', reading: 'Reading all plans…', unread: 'The list of all plans could not be read.', showMore: count => `Show ${count} more`,
    documented: 'Documented', legend: 'What each facility can do about it; ', points: points => `${points} of 100`,
    enlarge: alt => alt ? `Enlarge: ${alt}` : 'Enlarge the picture',
    steps: (done, all) => `${done} of ${all} steps done`,
    resetSteps: 'Untick all',
    graphHelp: matchMedia('(hover: hover)').matches ? 'Drag to move, wheel with Ctrl to zoom; with the keyboard + − 0 and the arrows' : 'Two fingers zoom',
    start: 'Start from', empty: 'An empty floor', machines: 'Machines', resources: 'Resources', imports: 'Imports',
    importModes: { none: 'Nothing is imported', listed: 'Only what is ticked below', any: 'Anything may be imported' },
    useStock: 'Count on the stock of the place', ownBuild: 'Built from a plan',
    verdicts: { local: 'local', 'local-with-imports': 'local with imports', 'local-after-bootstrap': 'local after bootstrap', blocked: 'blocked' },
    makeable: (some, all, parts, allParts) => `${some} of ${all} plans and ${parts} of ${allParts} parts can be made`,
    plan: 'Plan', verdict: 'Verdict', parts: 'Parts', missing: 'What is missing, made in the usual ways', skills: 'Skills', permissions: 'Permissions',
    unlocks: 'What one more machine would unlock', unlocksNothing: 'No single machine from these lists would make another plan makeable.',
    statuses: { r: ['resource', 'resource'], s: ['stock', 'in stock'], m: ['made', 'made'], b: ['bootstrap', 'after bootstrap'], i: ['import', 'import'], x: ['blocked', 'blocked'], '-': ['none', 'not needed'] },
    statusAt: 'Status at', why: 'Why',
    noPower: 'power', noFloor: 'floor', skill: skill => `somebody for: ${skill}`, permission: it => `permission: ${it}`, more: count => `and ${count} more`,
    leavesOut: 'Power and floor are those of the place that you start from; each skill that you add is one more person. Stock is taken to be enough, and nothing is said of rates and cost: the pages of the facilities and `groundup local` count those.',
  }

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
      else if (value !== false && value != null) element.setAttribute(name, value === true ? '' : value)
    }
    element.append(...children)
    return element
  }
  const every = (selector, inside = document) => [...inside.querySelectorAll(selector)]
  const grouped = number => number < 1e4 ? number : String(number).replace(/\B(?=(\d{3})+$)/g, '\u202f')
  const button = (sign, onclick, text) => make('button', { type: 'button', onclick, 'aria-label': text, title: text }, sign)
  const mark = kind => make('span', { class: `mark ${kind}` }, texts.verdicts[kind])
  const table = (label, heads, body, kind) => make('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': label },
    make('table', { class: kind }, ...kind ? [make('caption', {}, texts.legend, mark('blocked'))] : [], make('thead', {}, make('tr', {}, ...heads.map((head, at) => make('th', { scope: 'col', class: kind && at === 1 && 'wide-only' }, head)))), body))
  const load = address => new Promise((resolve, reject) => {
    document.head.append(make('script', { src: address, onload: resolve, onerror: reject }))
  })

  // Each sheet of paper says what it is of; the style puts it at the foot.
  const foot = [...document.querySelectorAll('[rel=canonical], .bottom p')].map(it => it.href || it.textContent)
  document.documentElement.style.setProperty('--foot', `${JSON.stringify(document.title)} "\\a" ${JSON.stringify(foot.join(' · '))}`)

  // ── search ────────────────────────────────────────────────────────
  const plain = text => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
  const wordsOf = text => plain(text).match(/[\p{L}\p{N}]+/gu) ?? []
  const weights = [8, 5, 2, 1]

  // The numbers of a record, by field, and where the next one begins. A number is written in one digit to five: the first one
  // tells how many, by the lengths below; what it stands for is told where a file of data is made.
  const digit = sign => sign - 33 - (sign > 34) - (sign > 60) - (sign > 92)
  const lengths = [[89, 58918, 4], [82, 2218, 2], [58, 58, 1], [0, 0, 0]]
  function unpack(records, at) {
    let field = []
    const fields = [field]
    for (;;) {
      const sign = records.charCodeAt(at++)
      if (sign === 126) return [fields, at]
      if (sign === 32) { fields.push(field = []); continue }
      const lead = digit(sign)
      let [first, least, more] = lengths.find(length => lead >= length[0])
      let number = lead - first
      while (more--) number = number * 90 + digit(records.charCodeAt(at++))
      field.push(least + number)
    }
  }
  // The text of a field: words with blanks between them, unless something else is written there.
  function textOf(pieces, field = []) {
    let text = ''
    let isWord = false
    for (const number of field) {
      const piece = pieces[number]
      const isGap = piece[0] === '\t'
      text += isGap ? piece.slice(1) : isWord ? ` ${piece}` : piece
      isWord = !isGap
    }
    return text
  }
  // What a title is called in addresses, if nothing else is written there.
  const slug = title => title.toLowerCase().match(/[a-z0-9]+/g)?.join('-') ?? ''

  // Every word with the things that have it: thing, weight, thing, weight, …; of each thing its weightiest field.
  // A record: kind and how many plans further on; title; id; text; address. Parts and steps follow the plans, one by one.
  function indexOf({ kinds, folders, anchors, pieces: joined, records }) {
    const pieces = joined.split('\n')
    const uses = new Map()
    const wordsAt = pieces.map(piece => wordsOf(piece).map(word => {
      if (!uses.has(word)) uses.set(word, [])
      return [word, uses.get(word)]
    }))
    const [starts, kindAt, planAt, titles] = [[], [], [], []]
    let plan = 0
    for (let at = 0; at < records.length;) {
      starts.push(at)
      const [fields, next] = unpack(records, at)
      at = next
      const [[kind, further = 0], title, id, text] = fields
      const number = kindAt.push(kind) - 1
      planAt.push(plan += further)
      const plainTitle = []
      const note = (field = [], weight) => {
        for (const piece of field) for (const [word, list] of wordsAt[piece]) {
          if (weight === weights[0]) plainTitle.push(word)
          if (list[list.length - 2] !== number) list.push(number, weight)
        }
      }
      note(title?.length ? title : id, weights[0])
      note(id, weights[1])
      note(text, weights[kind === 6 ? 3 : 2])
      titles.push(plainTitle.join(' '))
    }
    const thing = number => {
      const [[[kind], name, id, text, address]] = unpack(records, starts[number])
      const title = textOf(pieces, name?.length ? name : id)
      if (kind < 5) return { kind, title, href: textOf(pieces, address) || `${folders[kind]}/${(textOf(pieces, id) || slug(title)).replaceAll('/', '--')}.html`, text: textOf(pieces, text) }
      const plan = thing(planAt[number])
      const anchor = anchors[kind - 5] + (kind === 5 ? address : encodeURIComponent(textOf(pieces, address) || slug(title)))
      return { kind, title, href: `${plan.href}#${anchor}`, text: kind === 6 ? '' : textOf(pieces, text), plan: plan.title }
    }
    return { kinds, kindAt, titles, thing, words: [...uses] }
  }

  // How many letters must change so that `term` becomes the start of `word`, or `most + 1`. Rows are kept from call to call.
  const rows = [0, 1, 2].map(() => new Uint8Array(64))
  function distance(term, word, most) {
    const width = Math.min(word.length, term.length + most, 63)
    let [last, before, row] = rows
    for (let column = 0; column <= width; column++) row[column] = column
    for (let line = 1; line <= term.length; line++) {
      [last, before, row] = [before, row, last]
      const letter = term.charCodeAt(line - 1)
      const former = line > 1 ? term.charCodeAt(line - 2) : -1
      let best = row[0] = line
      for (let column = 1; column <= width; column++) {
        const other = word.charCodeAt(column - 1)
        let cost = before[column - 1] + (letter === other ? 0 : 1)
        if (before[column] + 1 < cost) cost = before[column] + 1
        if (row[column - 1] + 1 < cost) cost = row[column - 1] + 1
        if (column > 1 && letter === word.charCodeAt(column - 2) && former === other && last[column - 2] + 1 < cost) cost = last[column - 2] + 1
        row[column] = cost
        if (cost < best) best = cost
      }
      if (best > most) return most + 1
    }
    let least = row[0]
    for (let column = 1; column <= width; column++) if (row[column] < least) least = row[column]
    return least
  }
  // Whether the first letters leave hope: one of the first two stands among the word's first two.
  const isNear = (term, word) => term[0] === word[0] || term[1] === word[1] || term[0] === word[1] || term[1] === word[0]

  // By thing: how well it has a word like `term`: whole, as a start, or with few letters wrong; 0 where it has none.
  function hitsOf(index, term) {
    const scores = new Float64Array(index.titles.length)
    const most = term.length >= 8 ? 2 : term.length >= 4 ? 1 : 0
    for (const [word, uses] of index.words) {
      let quality = 0
      if (word.startsWith(term)) quality = word === term ? 1 : .75
      else if (most && word.length >= term.length - most && isNear(term, word)) {
        const wrong = distance(term, word, most)
        if (wrong <= most) quality = (word.length <= term.length + most ? .4 : .25) / wrong
      }
      if (quality) for (let at = 0; at < uses.length; at += 2) {
        const score = quality * uses[at + 1]
        if (score > scores[uses[at]]) scores[uses[at]] = score
      }
    }
    return scores
  }

  function find(index, query, limit = 12) {
    const typed = wordsOf(query)
    const long = typed.filter(word => word.length > 2 || /\d/.test(word))
    const terms = long.length ? long : typed
    if (!terms.length) return { count: 0, best: [] }
    // What has all the words, or else what has most of them.
    const [words, sums] = [new Uint16Array(index.titles.length), new Float64Array(index.titles.length)]
    for (const term of terms) {
      const scores = hitsOf(index, term)
      for (let thing = 0; thing < scores.length; thing++) if (scores[thing]) { words[thing]++; sums[thing] += scores[thing] }
    }
    const most = words.reduce((most, count) => Math.max(most, count), 1)
    const asked = terms.join(' ')
    const best = []
    let count = 0
    if (most * 2 > terms.length) for (let number = 0; number < words.length; number++) {
      if (words[number] !== most) continue
      count++
      const [kind, title] = [index.kindAt[number], index.titles[number]]
      const bonus = !title.startsWith(asked) ? 0 : title.length === asked.length ? 6 : 2
      const full = sums[number] + bonus + (kind === 0 ? 3 : kind > 4 ? -3 : -kind * .12)
      const last = best[best.length - 1]
      if (best.length === limit && (full < last[0] || (full === last[0] && number > last[1]))) continue
      let place = best.length
      while (place > 0 && (full > best[place - 1][0] || (full === best[place - 1][0] && number < best[place - 1][1]))) place--
      best.splice(place, 0, [full, number])
      if (best.length > limit) best.pop()
    }
    return { count, best: best.map(([, number]) => index.thing(number)) }
  }

  let index
  globalThis.groundupSearch = data => { index = indexOf(data) }
  globalThis.groundupFind = query => find(index, query)

  const box = every('.search')[0]
  if (box) {
    const list = make('ul', { id: 'found', role: 'listbox', 'aria-label': texts.search, hidden: true })
    const status = make('p', { role: 'status', class: 'hidden' })
    const input = make('input', {
      type: 'search', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'found', 'aria-autocomplete': 'list',
      'aria-label': texts.search, placeholder: texts.searchHint, autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'go',
    })
    box.append(input, list, status)
    box.hidden = false
    let loading
    let chosen = -1
    const options = () => every('[role=option]', list)
    const close = () => { list.hidden = true; chosen = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant') }
    const choose = number => {
      const all = options()
      if (!all.length) return
      chosen = (number + all.length) % all.length
      all.forEach((option, place) => option.setAttribute('aria-selected', String(place === chosen)))
      input.setAttribute('aria-activedescendant', all[chosen].id)
      all[chosen].scrollIntoView({ block: 'nearest' })
    }
    const show = () => {
      if (!index) return
      const { count, best } = find(index, input.value)
      chosen = -1
      input.removeAttribute('aria-activedescendant')
      const has = wordsOf(input.value).length > 0
      list.replaceChildren(...best.map((thing, number) => {
        const about = [index.kinds[thing.kind], thing.plan && texts.inPlan(thing.plan)].filter(Boolean).join(' ')
        return make('li', { role: 'option', id: `found-${number}`, 'aria-selected': 'false', 'data-href': thing.href },
          make('span', { class: 'what' }, about), make('strong', {}, thing.title), ...thing.text ? [make('small', {}, thing.text)] : [])
      }))
      list.hidden = !best.length
      input.setAttribute('aria-expanded', String(best.length > 0))
      status.textContent = !has ? '' : best.length ? texts.found(count) : texts.nothing
      status.className = has && !best.length ? 'none' : 'hidden'
    }
    const start = () => { loading ??= load(box.dataset.index).then(show, () => { loading = undefined }) }
    const go = option => { close(); location.href = box.dataset.root + option.dataset.href }
    input.addEventListener('focus', start)
    input.addEventListener('input', () => { start(); show() })
    input.addEventListener('keydown', event => {
      if (event.key === 'ArrowDown') { if (list.hidden) show(); choose(chosen + 1) }
      else if (event.key === 'ArrowUp') choose(chosen < 0 ? -1 : chosen - 1)
      else if (event.key === 'Enter') { const option = options()[Math.max(chosen, 0)]; if (option && !list.hidden) go(option) }
      else if (event.key === 'Escape') { if (list.hidden) input.value = ''; close(); status.className = 'hidden' }
      else return
      event.preventDefault()
    })
    list.addEventListener('pointerdown', event => event.preventDefault())
    list.addEventListener('click', event => { const option = event.target.closest('[role=option]'); if (option) go(option) })
    input.addEventListener('blur', () => { close(); status.className = 'hidden' })
    document.addEventListener('keydown', event => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target.closest?.('input, textarea, select, [contenteditable]')) return
      event.preventDefault(); input.focus(); input.select()
    })
  }

  // ── can I make it? ────────────────────────────────────────────────
  // The data: items [title, address, kind, id]; recipes [outputs, lines of options, demands, floor, power]; demands [words,
  // address, skill, people, permissions]; machines [id, title, place, offers [power, demands], floor, count]; builds [item,
  // machine]; places. The rules are those of `groundup local`: a recipe can be run from the stage at which all that it asks for
  // is covered, an item is had once a recipe that can be run has an option of each of its lines, and machines that can be made
  // are added stage by stage.
  const never = Infinity
  let world

  function prepare(data) {
    const users = data.items.map(() => [])
    const makers = data.items.map(() => [])
    let lines = 0
    const first = data.recipes.map(([outputs, inputs], recipe) => {
      for (const item of outputs) makers[item].push(recipe)
      const start = lines
      for (const options of inputs) { for (const item of options) users[item].push([recipe, lines]); lines++ }
      return start
    })
    return { ...data, users, makers, lines, first, covers: data.machines.map(machine => new Set(machine[3].flatMap(offer => offer[1]))) }
  }

  // A place to try things at, as it is written.
  function benchAt(number) {
    const place = world.places[number]
    if (!place) return { machines: new Set(), resources: new Set(), stock: new Set(), imports: 'any', list: new Set(), power: null, floor: null, people: null, skills: null, permissions: new Set() }
    const [from, to] = place.machines
    const machines = new Set(Array.from({ length: to - from }, (_, at) => from + at))
    return { ...place, machines, resources: new Set(place.resources), stock: new Set(place.stock), list: new Set(place.list), skills: place.skills && new Set(place.skills), known: place.skills, permissions: new Set(place.permissions) }
  }

  function compute(bench) {
    const { items, recipes, demands, machines, builds, users, makers, lines, covers } = world
    const canDraw = watts => bench.power == null || watts <= bench.power * (1 + 1e-9)
    const standing = [...bench.machines]
    const free = bench.floor == null ? null : Math.max(0, bench.floor - standing.reduce((sum, it) => sum + machines[it][4] * machines[it][5], 0))
    const hasRoom = ([, , asks, floor]) => {
      if (!floor || free == null) return true
      const bays = standing.filter(it => machines[it][4] && asks.some(demand => covers[it].has(demand))).map(it => machines[it][4])
      return [free, ...bays].some(area => floor <= area * (1 + 1e-9))
    }
    const hands = bench.people == null ? 0 : bench.people + [...bench.skills].filter(skill => !bench.known.includes(skill)).length
    const hasSkill = ([, , skill, people]) => skill == null || bench.people == null || (bench.skills.has(skill) && people <= hands)
    const isHeld = demand => hasSkill(demand) && demand[4].every(permission => bench.permissions.has(permission))
    const holdsUp = recipe => recipe[2].every(demand => isHeld(demands[demand])) && (!recipe[4] || canDraw(recipe[4])) && hasRoom(recipe)
    const covered = new Array(demands.length).fill(never)
    const runs = new Array(recipes.length).fill(never)
    const extend = (added, stage) => {
      for (const it of added) for (const [watts, list] of machines[it][3]) {
        if (!watts || canDraw(watts)) for (const demand of list) covered[demand] = Math.min(covered[demand], stage)
      }
      const ready = []
      recipes.forEach((recipe, number) => {
        if (runs[number] === never && recipe[2].every(demand => covered[demand] !== never) && holdsUp(recipe)) { runs[number] = stage; ready.push(number) }
      })
      return ready
    }
    const nothing = () => ({ stage: new Array(items.length).fill(never), open: recipes.map(recipe => recipe[1].length), holds: new Uint8Array(lines) })
    const chain = (reach, sources, ready, stage) => {
      const queue = []
      const have = item => { if (reach.stage[item] === never) { reach.stage[item] = stage; queue.push(item) } }
      const fire = recipe => recipes[recipe][0].forEach(have)
      sources.forEach(have)
      ready.filter(recipe => reach.open[recipe] === 0).forEach(fire)
      for (let at = 0; at < queue.length; at++) for (const [recipe, line] of users[queue[at]]) {
        if (reach.holds[line]) continue
        reach.holds[line] = 1
        if (--reach.open[recipe] === 0 && runs[recipe] <= stage) fire(recipe)
      }
    }
    const owned = item => bench.resources.has(item) || bench.stock.has(item)
    const mayImport = item => bench.imports !== 'none' && (bench.list.has(item) || (bench.imports === 'any' && items[item][2] !== 2))
    const all = [...items.keys()]
    const start = extend(standing, 0)
    const reach = nothing()
    const own = nothing()
    chain(reach, all.filter(item => owned(item) || mayImport(item)), start, 0)
    chain(own, all.filter(owned), start, 0)
    const ids = new Set(standing.map(it => machines[it][0]))
    for (let stage = 1; ; stage++) {
      const added = builds.filter(([item, it]) => !ids.has(machines[it][0])
        && ((bench.stock.has(item) && makers[item].every(recipe => hasRoom(recipes[recipe])))
          || makers[item].some(recipe => runs[recipe] < stage && reach.open[recipe] === 0))).map(([, it]) => it)
      if (!added.length) break
      for (const it of added) ids.add(machines[it][0])
      chain(reach, [], extend(added, stage), stage)
    }
    const verdict = item => {
      let found = 'blocked'
      for (const recipe of makers[item]) {
        if (reach.open[recipe]) continue
        const stage = Math.max(runs[recipe], ...recipes[recipe][1].map(options => Math.min(...options.map(option => reach.stage[option]))))
        if (stage === 0 && own.open[recipe] === 0) return 'local'
        if (stage === 0) found = 'local-with-imports'
        else if (stage !== never && found === 'blocked') found = 'local-after-bootstrap'
      }
      return found
    }
    // What stands in the way of an item made in the usual ways, from the top down: each thing once.
    const missing = root => {
      const found = new Map()
      const seen = new Set([root])
      const open = [root]
      while (open.length) {
        const item = open.pop()
        const recipe = recipes[items[item][4]]
        if (!recipe) found.set(`item ${item}`, [items[item][0], items[item][1]])
        else {
          for (const demand of recipe[2]) {
            const [words, address, skill, , permissions] = demands[demand]
            if (covered[demand] === never) found.set(`demand ${demand}`, [words, address])
            if (!hasSkill(demands[demand])) found.set(`skill ${skill}`, [texts.skill(skill)])
            for (const it of permissions) if (!bench.permissions.has(it)) found.set(`permission ${it}`, [texts.permission(it)])
          }
          if (recipe[4] && !canDraw(recipe[4])) found.set('power', [texts.noPower])
          if (!hasRoom(recipe)) found.set('floor', [texts.noFloor])
          for (const options of recipe[1]) for (const option of options) {
            if (reach.stage[option] === never && !seen.has(option)) { seen.add(option); open.push(option) }
          }
        }
      }
      return [...found.values()]
    }
    return { stage: reach.stage, verdict, missing }
  }

  globalThis.groundupMakeable = data => { world = prepare(data) }
  // For tests: the verdict on every plan at a place, and the ids of all that can be had there.
  globalThis.groundupAt = number => {
    const { stage, verdict } = compute(benchAt(number))
    const verdicts = {}
    world.items.forEach((item, at) => { if (item[2] === 1) verdicts[item[3]] = verdict(at) })
    return { place: world.places[number].id, verdicts, had: world.items.filter((_, at) => stage[at] !== never).map(item => item[3]) }
  }

  const desk = document.getElementById('bench')
  if (desk) load(desk.dataset.data).then(() => openDesk(desk))

  function openDesk(desk) {
    const { items, machines, places, makers } = world
    const byTitle = list => [...new Set(list)].sort((a, b) => items[a][0].localeCompare(items[b][0]))
    const ends = [...items.keys()].filter(item => !makers[item].length)
    const resources = byTitle([...places.flatMap(place => place.resources), ...ends])
    const imports = byTitle([...places.flatMap(place => place.list), ...ends])
    let bench = benchAt(0)
    const choice = make('select', { id: 'start' }, ...places.map((place, number) => make('option', { value: number }, place.title)), make('option', { value: -1 }, texts.empty))
    const mode = make('select', { 'aria-label': texts.imports }, ...Object.entries(texts.importModes).map(([value, text]) => make('option', { value }, text)))
    const boxes = []
    const box = (set, key, text) => {
      const input = make('input', { type: 'checkbox', onchange: () => { input.checked ? bench[set].add(key) : bench[set].delete(key); show() } })
      boxes.push([input, set, key])
      return make('li', {}, make('label', { class: 'tick' }, input, make('span', {}, text)))
    }
    const group = (title, ...content) => {
      const count = make('small', {})
      const details = make('details', {}, make('summary', {}, `${title} `, count), ...content)
      const own = every('input', details)
      return { details, tell: () => { count.textContent = `${own.filter(input => input.checked).length} / ${own.length}` } }
    }
    const asked = of => [...new Set(world.demands.flatMap(of).filter(Boolean))].sort()
    const shelf = list => make('ul', { class: 'ticks' }, ...list)
    const groups = [
      group(texts.machines, ...[...places.map(place => place.title), texts.ownBuild].flatMap((title, number) => {
        const own = [...machines.keys()].filter(it => machines[it][2] === number)
        return own.length ? [make('h2', {}, title), shelf(own.map(it => box('machines', it, machines[it][1])))] : []
      })),
      group(texts.resources, shelf(resources.map(item => box('resources', item, items[item][0])))),
      group(texts.imports, mode, shelf(imports.map(item => box('list', item, items[item][0])))),
      group(texts.skills, shelf(asked(demand => [demand[2]]).map(skill => box('skills', skill, skill)))),
      group(texts.permissions, shelf(asked(demand => demand[4]).map(it => box('permissions', it, it)))),
    ]
    const status = make('p', { role: 'status', class: 'lead' })
    const body = make('tbody')
    const unlocks = make('div')
    desk.append(
      make('p', {}, make('label', { for: 'start' }, texts.start), ' ', choice), make('div', { class: 'groups' }, ...groups.map(it => it.details)),
      status, table(texts.plan, [texts.plan, texts.verdict, texts.parts, texts.missing], body), make('h2', {}, texts.unlocks), unlocks, make('p', { class: 'soft prose' }, texts.leavesOut))
    desk.hidden = false

    const plans = [...items.keys()].filter(item => items[item][2] === 1)
    const partsOf = plans.map(plan => [...items.keys()].filter(item => items[item][2] === 2 && items[item][3].startsWith(`${items[plan][3]}/`)))
    const name = ([text, address]) => address ? make('a', { href: address }, text) : text
    const list = (things, limit) => {
      const shown = things.slice(0, limit).flatMap((it, at) => at ? [', ', name(it)] : [name(it)])
      return things.length > limit ? [...shown, ', ', texts.more(things.length - limit)] : shown
    }
    let waiting
    function show() {
      const found = compute(bench)
      const verdicts = plans.map(found.verdict)
      let parts = 0
      const rows = plans.map((plan, at) => {
        const had = partsOf[at].filter(part => found.stage[part] !== never)
        parts += had.length
        const verdict = verdicts[at]
        const lacks = verdict === 'blocked' ? found.missing(plan) : []
        const tally = `${had.length} / ${partsOf[at].length}`
        const named = had.length && verdict === 'blocked' ? make('details', {}, make('summary', {}, tally), ...list(had.map(part => items[part]), 40)) : tally
        return [Object.keys(texts.verdicts).indexOf(verdict), lacks.length, make('tr', {}, make('th', { scope: 'row' }, name(items[plan])), make('td', {}, mark(verdict)),
          make('td', { class: 'n' }, partsOf[at].length ? named : ''), make('td', {}, ...list(lacks, 5)))]
      })
      // The nearest first.
      body.replaceChildren(...rows.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(row => row[2]))
      status.textContent = texts.makeable(verdicts.filter(it => it !== 'blocked').length, plans.length, parts, partsOf.flat().length)
      groups.forEach(it => it.tell())
      clearTimeout(waiting)
      waiting = setTimeout(() => showUnlocks(verdicts), 150)
    }
    function showUnlocks(before) {
      const seen = new Set()
      const gains = []
      machines.forEach((machine, it) => {
        const key = [...world.covers[it]].join()
        if (bench.machines.has(it) || !key || seen.has(key)) return
        seen.add(key)
        const { verdict } = compute({ ...bench, machines: new Set([...bench.machines, it]) })
        const won = plans.filter((plan, at) => before[at] === 'blocked' && verdict(plan) !== 'blocked')
        if (won.length) gains.push([machine[1], won])
      })
      gains.sort((a, b) => b[1].length - a[1].length || a[0].localeCompare(b[0]))
      unlocks.replaceChildren(gains.length
        ? make('ul', { class: 'reasons' }, ...gains.slice(0, 8).map(([title, won]) => make('li', {}, make('strong', {}, title), ': ', ...list(won.map(plan => items[plan]), 6))))
        : make('p', {}, texts.unlocksNothing))
    }
    const take = () => {
      bench = benchAt(Number(choice.value))
      mode.value = bench.imports
      for (const [input, set, key] of boxes) { input.checked = bench[set]?.has(key) ?? true; input.disabled = !bench[set] }
      show()
    }
    choice.addEventListener('change', take)
    mode.addEventListener('change', () => { bench.imports = mode.value; show() })
    take()
  }

  // ── filters of the home page ──────────────────────────────────────
  const filters = every('.facets')[0]
  if (filters) {
    const chosen = new Map(new URLSearchParams(location.hash.startsWith('#?') ? location.hash.slice(2) : ''))
    const status = make('p', { role: 'status' })
    // Filters of things, each with its values by filter; `show` shows what is found, and says it.
    const open = (names, things, show) => {
      const fits = (values, but) => names.every((name, at) => at === but || !chosen.get(name) || values[at].includes(chosen.get(name)))
      const clear = button(texts.clear, () => { chosen.clear(); tell(); selects[0].focus() })
      const selects = names.map(name => {
        const select = make('select', { onchange: () => { select.value ? chosen.set(name, select.value) : chosen.delete(name); tell() } })
        filters.append(make('label', {}, make('span', {}, name), select))
        return select
      })
      filters.append(status, clear)
      const filter = () => {
        show(things.filter(([, values]) => fits(values)).map(([thing]) => thing))
        selects.forEach((select, at) => {
          const counts = new Map()
          for (const [, values] of things) if (fits(values, at)) for (const value of values[at]) counts.set(value, (counts.get(value) ?? 0) + 1)
          const value = chosen.get(names[at]) ?? ''
          if (value && !counts.has(value)) counts.set(value, 0)
          const options = [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([value, count]) => make('option', { value }, `${value} (${count})`))
          select.replaceChildren(make('option', { value: '' }, texts.any), ...options)
          select.value = value
        })
        clear.hidden = !chosen.size
      }
      const tell = () => {
        filter()
        history.replaceState(null, '', chosen.size ? `#?${new URLSearchParams([...chosen])}` : '#plans')
      }
      filter()
      return selects[0]
    }
    const cards = every('.cards > li')
    const { all, text } = filters.dataset
    filters.hidden = !cards.length
    if (!all) {
      const things = cards.map(card => [card, JSON.parse(card.dataset.facets)])
      if (cards.length) open(things[0][1].map(([name]) => name), things.map(([card, pairs]) => [card, pairs.map(([, values]) => values)]), found => {
        for (const card of cards) card.hidden = !found.includes(card)
        status.textContent = texts.shown(found.length, cards.length)
      })
    } else {
      // There are more plans than cards: all of them are read when they are first filtered, and what is found stands in a list.
      let data
      globalThis.groundupPlans = given => { data = given }
      const openAll = ({ facets, verdicts, places, pieces: joined, records }) => {
        const pieces = joined.split('\n')
        const plans = []
        for (let at = 0; at < records.length;) {
          const [[title, id, points, stands, ...values], next] = unpack(records, at)
          at = next
          plans.push([[title, id, points, stands], facets.map(([, names], at) => (values[at] ?? []).map(number => names[number]))])
        }
        const row = ([name, id, [points], stands]) => {
          const title = textOf(pieces, name)
          const href = `plans/${textOf(pieces, id) || slug(title)}.html`
          const cells = places.map(([, place], at) => make('td', {}, stands[at] ? make('a', { href: `${href}#at-${place}` }, mark(verdicts[stands[at] - 1])) : ''))
          return make('tr', {}, make('th', { scope: 'row' }, make('a', { href }, title)), make('td', { class: 'wide-only' }, points == null ? '' : texts.points(points)), ...cells)
        }
        const body = make('tbody')
        let found
        const more = button('', () => {
          const first = body.childElementCount
          add()
          body.rows[first].querySelector('a').focus()
        })
        const add = () => {
          const first = body.childElementCount
          body.append(...found.slice(first, first + cards.length).map(row))
          const left = found.length - body.childElementCount
          more.hidden = !left
          more.textContent = texts.showMore(Math.min(left, cards.length))
          status.textContent = texts.shown(found.length, plans.length, chosen.size ? body.childElementCount : cards.length)
        }
        const list = make('div', {}, table(texts.plan, [texts.plan, texts.documented, ...places.map(([title]) => title)], body, 'matrix'), more)
        filters.after(list)
        return open(facets.map(([name]) => name), plans, plans => {
          found = plans
          list.hidden = !chosen.size
          cards[0].parentElement.hidden = chosen.size > 0
          body.replaceChildren()
          add()
        })
      }
      const read = () => {
        status.textContent = texts.reading
        return load(all).then(() => { begin.remove(); return openAll(data) }, () => { status.textContent = texts.unread })
      }
      const begin = button(text, () => read().then(first => first?.focus()))
      filters.append(begin, status)
      if (chosen.size) read()
    }
  }

  // ── the tree, as it is at a facility ──────────────────────────────
  const here = every('.choose-place')[0]
  if (here) {
    const links = [...here.children]
    const rows = every('[data-at]')
    const select = make('select', { 'aria-label': texts.statusAt }, ...links.map((link, value) => make('option', { value }, link.textContent)))
    const tell = () => {
      const at = Number(select.value)
      links.forEach((link, number) => { link.hidden = number !== at })
      for (const row of rows) [row.className, row.textContent] = (([kind, label]) => [`mark ${kind}`, label])(texts.statuses[row.dataset.at[at]])
    }
    let kept
    try { kept = localStorage.getItem('groundup place') } catch {}
    select.value = Math.max(0, links.findIndex(link => link.dataset.place === kept))
    select.addEventListener('change', () => { try { localStorage.setItem('groundup place', links[select.value].dataset.place) } catch {} tell() })
    if (links.length > 1) { here.insertBefore(select, links[0]); links.forEach(link => { link.textContent = texts.why }) }
    tell()
  }

  // ── ticks of build steps ──────────────────────────────────────────
  const steps = every('.steps')[0]
  if (steps) {
    const key = `groundup ${steps.dataset.key}`
    const ticks = every('input[type=checkbox][id^=done-]', steps)
    let done = []
    // Storage may be blocked, or hold what somebody else wrote.
    try { done = JSON.parse(localStorage.getItem(key)) ?? [] } catch {}
    const status = make('span', { role: 'status' })
    const clear = button(texts.resetSteps, () => { ticks.forEach(it => { it.checked = false }); keep() })
    const keep = () => {
      const ids = ticks.filter(it => it.checked).map(it => it.id)
      ticks.forEach(it => it.closest('.step').classList.toggle('done', it.checked))
      status.textContent = texts.steps(ids.length, ticks.length)
      clear.hidden = !ids.length
      try { ids.length ? localStorage.setItem(key, JSON.stringify(ids)) : localStorage.removeItem(key) } catch {}
    }
    for (const it of ticks) { it.checked = Array.isArray(done) && done.includes(it.id); it.addEventListener('change', keep) }
    if (ticks.length) { steps.prepend(make('p', { class: 'progress' }, status, ' ', clear)); keep() }
  }

  // ── pictures, large ───────────────────────────────────────────────
  const pictures = every('.view img, .prose img')
  if (pictures.length) {
    const image = make('img')
    const caption = make('p')
    let at = 0
    const turn = by => {
      at = (at + by + pictures.length) % pictures.length
      image.src = pictures[at].src
      image.alt = pictures[at].alt
      caption.textContent = pictures[at].closest('figure')?.querySelector('figcaption')?.textContent || pictures[at].alt
    }
    const dialog = make('dialog', { class: 'large' }, image, caption, make('p', { class: 'turn' },
      ...pictures.length > 1 ? [button('←', () => turn(-1), texts.previous), button('→', () => turn(1), texts.next)] : [], button('×', () => dialog.close(), texts.close)))
    dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close() })
    dialog.addEventListener('keydown', event => { const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]; if (by) turn(by) })
    document.body.append(dialog)
    pictures.forEach((picture, number) => {
      const open = () => { at = number; turn(0); dialog.showModal() }
      const link = picture.closest('a')
      if (link) { link.addEventListener('click', event => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); open() } }); return }
      const own = make('button', { type: 'button', class: 'enlarge', 'aria-label': texts.enlarge(picture.alt), onclick: open })
      picture.replaceWith(own)
      own.append(picture)
    })
  }

  // ── drawings that zoom and move ───────────────────────────────────
  for (const frame of every('.graph-frame')) {
    const drawing = frame.querySelector('svg')
    const width = drawing?.getBoundingClientRect().width
    if (!width) continue
    const height = drawing.getBoundingClientRect().height
    let zoom = 1
    const set = (wanted, x = frame.clientWidth / 2, y = frame.clientHeight / 2) => {
      const to = Math.min(4, Math.max(Math.min(1, (frame.clientWidth - 34) / width), wanted))
      const [left, top] = [(frame.scrollLeft + x) / zoom, (frame.scrollTop + y) / zoom]
      drawing.style.width = `${width * to}px`
      drawing.style.height = `${height * to}px`
      zoom = to
      frame.scrollTo({ left: left * to - x, top: top * to - y, behavior: 'instant' })
    }
    frame.before(make('p', { class: 'zoom' }, button('+', () => set(zoom * 1.4), texts.zoomIn), button('−', () => set(zoom / 1.4), texts.zoomOut),
      button('▣', () => set(0), texts.zoomReset), make('small', {}, texts.graphHelp)))
    frame.addEventListener('wheel', event => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const { left, top } = frame.getBoundingClientRect()
      set(zoom * Math.exp(-event.deltaY / 300), event.clientX - left, event.clientY - top)
    }, { passive: false })
    frame.addEventListener('keydown', event => {
      const to = { '+': zoom * 1.4, '=': zoom * 1.4, '-': zoom / 1.4, '0': 1 }[event.key]
      if (to && !event.ctrlKey && !event.metaKey) { event.preventDefault(); set(to) }
    })
    // Fingers: one scrolls as anywhere, two zoom. A mouse drags.
    const fingers = new Map()
    let spread = 0
    let moved = 0
    frame.addEventListener('pointerdown', event => { moved = 0; if (event.button === 0) fingers.set(event.pointerId, [event.clientX, event.clientY]) })
    frame.addEventListener('pointermove', event => {
      const before = fingers.get(event.pointerId)
      if (!before) return
      const now = [event.clientX, event.clientY]
      fingers.set(event.pointerId, now)
      moved += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1])
      const [a, b] = [...fingers.values()]
      if (b) {
        const apart = Math.hypot(a[0] - b[0], a[1] - b[1])
        const { left, top } = frame.getBoundingClientRect()
        if (spread) set(zoom * apart / spread, (a[0] + b[0]) / 2 - left, (a[1] + b[1]) / 2 - top)
        spread = apart
      } else if (event.pointerType === 'mouse') frame.scrollBy({ left: before[0] - now[0], top: before[1] - now[1], behavior: 'instant' })
    })
    for (const end of ['pointerup', 'pointercancel', 'pointerleave']) frame.addEventListener(end, event => { fingers.delete(event.pointerId); spread = 0 })
    frame.addEventListener('click', event => { if (moved > 6) event.preventDefault() }, true)
    frame.addEventListener('dragstart', event => event.preventDefault())
  }
}
