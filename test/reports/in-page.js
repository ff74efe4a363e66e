// Runs in the page: page.evaluate() receives this text, and axe where it is needed. Each check returns the problems it finds.
globalThis.checks = {
  /** Elements outside the window, which a reader cannot reach. What a table of its own scrolls to can be reached. */
  cutOff() {
    const scrolls = (element) =>
      element &&
      (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement))
    const found = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : []
    for (const element of document.querySelectorAll('article *, header *')) {
      const box = element.getBoundingClientRect()
      const isShown = box.width > 1 && box.height > 1
      if (isShown && (box.right > innerWidth + 1 || box.left < -1) && !scrolls(element.parentElement))
        found.push(element.outerHTML.slice(0, 120))
    }
    return found
  },

  /** What keeps people from reading the page: serious violations of WCAG 2.1 AA, as axe finds them. */
  async violations() {
    const { violations } = await globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
      resultTypes: ['violations'],
    })
    return violations
      .filter(({ impact }) => ['serious', 'critical'].includes(impact))
      .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target} ${html.slice(0, 120)}`))
  },
}
