/* What pages do better with scripts. Without them, everything can be read and every form be sent. */

/** Single keys decide, until the steward turns them off: some people's tools press keys as they speak. */
const form = document.querySelector('form[data-keys]')
if (form) {
  const choice = form.querySelector('[data-shortcuts]')
  const box = choice.querySelector('input')
  const remembered = 'clientele keys'
  choice.hidden = false
  box.checked = localStorage.getItem(remembered) !== 'off'
  const mark = () => form.toggleAttribute('data-no-keys', !box.checked)
  box.addEventListener('change', () => {
    localStorage.setItem(remembered, box.checked ? 'on' : 'off')
    mark()
  })
  mark()
  document.addEventListener('keydown', (event) => {
    const isText = event.target.matches('input:not([type=checkbox]), textarea, select')
    if (!box.checked || isText || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
    const button = [...form.querySelectorAll('[data-key]')].find(
      ({ dataset }) => dataset.key === event.key.toLowerCase(),
    )
    if (!button) return
    event.preventDefault()
    button.click()
  })
  // a second press must not decide about the next pair
  form.addEventListener('submit', () => {
    setTimeout(() => {
      for (const button of form.querySelectorAll('button')) button.disabled = true
    })
  })
}

/** Results as they type: the page of the same search, of which only the results are taken. */
const search = document.querySelector('form[data-search]')
if (search) {
  const box = search.querySelector('input')
  const results = document.querySelector('[data-results]')
  const links = () => [...results.querySelectorAll('.found a')]
  let asked = box.value.trim()
  let waiting
  let running = new AbortController()
  document.body.toggleAttribute('data-live', true)

  const look = async () => {
    const text = box.value.trim()
    if (text === asked) return
    asked = text
    running.abort()
    running = new AbortController()
    const address = text === '' ? search.action : `${search.action}?${new URLSearchParams({ q: text })}`
    results.setAttribute('aria-busy', 'true')
    try {
      const response = await fetch(address, { signal: running.signal, headers: { accept: 'text/html' } })
      // the session has ended: the form leads to the sign-in
      if (response.redirected) return search.submit()
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      const found = page.querySelector('[data-results]')
      if (!found) throw new Error(`The search was answered with ${response.status}.`)
      results.replaceChildren(...found.childNodes)
      history.replaceState(null, '', address)
    } catch (error) {
      if (error.name === 'AbortError') return
      asked = ''
      const said = Object.assign(document.createElement('p'), {
        className: 'note bad',
        textContent: 'The search was not answered. Press Enter to try again.',
      })
      said.setAttribute('role', 'alert')
      results.replaceChildren(said)
    } finally {
      results.removeAttribute('aria-busy')
    }
  }
  box.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(look, 180)
  })
  document.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const all = links()
    if (!step || all.length === 0 || !(event.target === box || all.includes(document.activeElement))) return
    event.preventDefault()
    const to = all.indexOf(document.activeElement) + step
    if (to < 0) box.focus()
    else all[Math.min(to, all.length - 1)].focus()
  })
  // Enter opens the only customer found, once the results are those of what is written
  search.addEventListener('submit', (event) => {
    const [only, other] = links()
    if (only && !other && box.value.trim() === asked && document.activeElement === box) {
      event.preventDefault()
      only.click()
    }
  })
}
