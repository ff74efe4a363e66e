import chromium from '@sparticuz/chromium'
import { type Browser, type LaunchOptions, chromium as playwright } from 'playwright-core'
import { ClienteleError } from '#engine'

/** Browsers of this machine, in the order in which they are tried. */
const installed: readonly LaunchOptions[] = [{ channel: 'chrome' }, { channel: 'msedge' }]

/** What Chromium does not have to do for pages of our own: ask other hosts, and keep root from running it. */
const args = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-quic',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * A browser without a window. On Linux with a processor of the kind x64 it is the one that comes with Clientele, and
 * elsewhere Chrome or Edge, if the machine has one.
 *
 * Errors: `browser-missing`.
 */
export async function openBrowser(): Promise<Browser> {
  if (process.platform === 'linux' && process.arch === 'x64')
    return playwright.launch({ args, executablePath: await chromium.executablePath() })
  for (const options of installed) {
    const browser = await playwright.launch({ args, ...options }).catch(() => undefined)
    if (browser) return browser
  }
  throw new ClienteleError(
    'browser-missing',
    'No browser was found that could draw the pages. Install Google Chrome or Microsoft Edge, and run the command again.',
    { platform: process.platform, architecture: process.arch },
  )
}
