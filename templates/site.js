// groundup: what the pages can do beyond reading. Without it everything is there, only less handy.
// A classic script, so that it runs from a folder too; it fetches nothing, and data come as scripts that call it by name.
'use strict'
{
  // Every text that a script shows, in one place.
  const texts = {
    search: 'Search',
    searchHint: 'Search (press /)',
    found: count => count === 1 ? '1 result' : `${count} results`,
    nothing: 'Nothing found',
    inPlan: plan => `in ${plan}`,
    close: 'Close',
    previous: 'Previous picture',
    next: 'Next picture',
    zoomIn: 'Zoom in', zoomOut: 'Zoom out', zoomReset: 'Whole drawing',
    shown: (some, all) => some === all ? `All ${all} plans` : `${some} of ${all} plans`,
    clear: 'Clear filters',
    steps: (done, all) => `${done} of ${all} steps done`,
    resetSteps: 'Untick all',
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
  const load = address => new Promise((resolve, reject) => {
    document.head.append(make('script', { src: address, onload: resolve, onerror: reject }))
  })

  // ── search ────────────────────────────────────────────────────────
  const plain = text => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
  const wordsOf = text => plain(text).match(/[\p{L}\p{N}]+/gu) ?? []
  const weights = [8, 5, 2, 1]

  // Every word with the things that have it: [thing, weight], the weightiest field once.
  function indexOf({ kinds, folders, entries }) {
    const words = new Map()
    const things = entries.map(([kind, title, id, address, text], number) => {
      const fields = [title, id, kind === 6 ? '' : text, kind === 6 ? text : '']
      fields.forEach((field, place) => {
        for (const word of wordsOf(field)) {
          let uses = words.get(word)
          if (!uses) words.set(word, uses = new Map())
          if (!uses.has(number)) uses.set(number, weights[place])
        }
      })
      let href = address || `${folders[kind]}/${id.replaceAll('/', '--')}.html`
      let plan
      if (Array.isArray(address)) {
        plan = entries[address[0]]
        href = `${plan[3] || `plans/${plan[2].replaceAll('/', '--')}.html`}#${encodeURIComponent(address[1])}`
      }
      return { kind, title, href, text: kind === 6 ? '' : text, plan: plan?.[1], plainTitle: wordsOf(title).join(' ') }
    })
    return { kinds, things, words: [...words].sort(([a], [b]) => a < b ? -1 : 1) }
  }

  // How many letters must change so that `term` becomes the start of `word`, or `most + 1`.
  function distance(term, word, most) {
    const width = Math.min(word.length, term.length + most)
    let before = []
    let row = Array.from({ length: width + 1 }, (_, column) => column)
    let last = []
    for (let line = 1; line <= term.length; line++) {
      last = before; before = row; row = [line]
      let best = line
      for (let column = 1; column <= width; column++) {
        const same = term[line - 1] === word[column - 1]
        let cost = Math.min(before[column] + 1, row[column - 1] + 1, before[column - 1] + (same ? 0 : 1))
        if (line > 1 && column > 1 && term[line - 1] === word[column - 2] && term[line - 2] === word[column - 1]) cost = Math.min(cost, last[column - 2] + 1)
        row.push(cost)
        if (cost < best) best = cost
      }
      if (best > most) return most + 1
    }
    return Math.min(...row)
  }

  // Scores of the things that have a word like `term`: whole, as a start, or with few letters wrong.
  function hitsOf(index, term) {
    const scores = new Map()
    const most = term.length >= 8 ? 2 : term.length >= 4 ? 1 : 0
    for (const [word, uses] of index.words) {
      let quality = 0
      if (word.startsWith(term)) quality = word === term ? 1 : .75
      else if (most && word.length >= term.length - most) {
        const wrong = distance(term, word, most)
        if (wrong <= most) quality = (word.length <= term.length + most ? .4 : .25) / wrong
      }
      if (quality) for (const [thing, weight] of uses) {
        const score = quality * weight
        if (score > (scores.get(thing) ?? 0)) scores.set(thing, score)
      }
    }
    return scores
  }

  function find(index, query, limit = 12) {
    const terms = wordsOf(query)
    if (!terms.length) return { count: 0, best: [] }
    let total
    for (const term of terms) {
      const hits = hitsOf(index, term)
      if (!total) { total = hits; continue }
      const both = new Map()
      for (const [thing, score] of total) if (hits.has(thing)) both.set(thing, score + hits.get(thing))
      total = both
    }
    const asked = terms.join(' ')
    const scored = [...total].map(([number, score]) => {
      const thing = index.things[number]
      const title = thing.plainTitle
      const bonus = title === asked ? 6 : title.startsWith(asked) ? 2 : 0
      return [score + bonus - thing.kind * .12, number]
    })
    scored.sort((a, b) => b[0] - a[0] || a[1] - b[1])
    return { count: scored.length, best: scored.slice(0, limit).map(([, number]) => index.things[number]) }
  }

  let index
  globalThis.groundupSearch = data => { index = indexOf(data) }
  globalThis.groundupFind = query => find(index, query)

  const box = document.querySelector('.search')
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
    const options = () => [...list.querySelectorAll('[role=option]')]
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
}
