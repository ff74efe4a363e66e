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
