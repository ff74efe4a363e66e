// Runs in the page: page.evaluate() receives this text. Each check returns the problems it finds.
globalThis.checks = {
  /** Elements outside the window, which a reader cannot reach. */
  cutOff() {
    const found = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : []
    for (const element of document.querySelectorAll('article *, header *')) {
      const box = element.getBoundingClientRect()
      const isShown = box.width > 1 && box.height > 1
      if (isShown && (box.right > innerWidth + 1 || box.left < -1))
        found.push(element.outerHTML.slice(0, 120))
    }
    return found
  },

  /** Texts whose contrast with their background is below 4.5 to 1 (WCAG AA). */
  faint() {
    const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
    const rgba = (colour) => {
      pixel.clearRect(0, 0, 1, 1)
      pixel.fillStyle = colour
      pixel.fillRect(0, 0, 1, 1)
      return [...pixel.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
    }
    const luminance = (colour) => {
      const [r, g, b] = colour.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const behind = (element) => {
      const colour = element ? rgba(getComputedStyle(element).backgroundColor) : [1, 1, 1, 1]
      return colour[3] > 0.5 || !element ? colour : behind(element.parentElement)
    }
    return [...document.querySelectorAll('article *')].flatMap((element) => {
      const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
      if (!text || element.closest('svg, .sr-only, .chart-container')) return []
      const [one, other] = [luminance(rgba(getComputedStyle(element).color)), luminance(behind(element))]
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
      return contrast < 4.5 ? [`${contrast.toFixed(2)}: ${element.textContent.trim().slice(0, 60)}`] : []
    })
  },
}
