import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from 'svelte/compiler'

const { name } = JSON.parse(process.env.VITE_CLIENTELE_COMPANY ?? '{}')

/** What Evidence generates or brings, and what it becomes. */
const replacements = [
  // Evidence writes its own name and account into the head of every page; ours has the company's name
  { from: '<meta name="twitter:site" content="@evidence_dev" />', to: '' },
  {
    from: '<title>{metadata.title ?? metadata.og?.title}</title>',
    to: `<title>{metadata.title} · {${JSON.stringify(name)}}</title>`,
  },
  // screens that set up sources are not in our pages, and would bring the icons of three thousand brands
  {
    file: /source-config\/\w+\.svelte$/,
    from: "import * as simpleIcons from '@steeze-ui/simple-icons';",
    to: 'const simpleIcons = {};',
  },
  // a chart without rows says so; for Evidence, that is an error, which ends the build
  { file: /EmptyChart\.svelte$/, from: "export let emptySet = 'error'", to: "export let emptySet = 'pass'" },
  // a query that fails, or a component that shows an error, is a fault of the page
  {
    file: /\.md$/,
    from: /globalThis\[Symbol\.for\("(\w+)"\)\] = \{ get value\(\) \{ return \w+ \} \}/g,
    to: '$&\nif (!browser) { $1?.fetch?.(); if ($1?.error) throw new Error("query $1: " + $1.error.message) }',
  },
  {
    file: /(ErrorChart|ValueError)\.svelte$/,
    from: /export let error[^\n]*/,
    to: '$&\nif (import.meta.env.SSR && error) throw new Error(error?.message ?? error)',
  },
  // a filter is a button that opens a list, and says so to a screen reader when it is open, not always
  {
    file: /dropdown\/Dropdown\.svelte$/,
    from: /builders=\{\[builder\]\}(\s+variant="outline"\s+)role="combobox"/,
    // the action that makes it work is no key of the builder, and must be none of the copy, or it becomes an attribute
    to: "builders={[Object.defineProperty({ ...builder, 'aria-expanded': open === true }, 'action', { value: builder.action })]}$1",
  },
  // a filter is called what is written on it: its title and what is chosen
  { file: /dropdown\/Dropdown\.svelte$/, from: 'aria-label={title ?? formatTitle(name)}', to: '' },
  // a line between two texts is drawn only, and has no direction for a screen reader
  {
    file: /separator\/separator\.svelte$/,
    from: '<SeparatorPrimitive.Root',
    to: '<SeparatorPrimitive.Root aria-orientation={undefined}',
  },
  // who reads with a keyboard can scroll a table that is wider than its panel
  {
    file: /_DataTable\.svelte$/,
    from: '<div class="scrollbox pretty-scrollbar"',
    to: '<div class="scrollbox pretty-scrollbar" role="region" aria-label="Table" tabindex="0"',
  },
  // what opens an explanation is a button in this trigger, which is not a second one
  {
    file: /HoverCard\.svelte$/,
    from: '<HoverCardTrigger>',
    to: '<HoverCardTrigger role={undefined} aria-expanded={undefined} aria-haspopup={undefined} aria-controls={undefined}>',
  },
  // pages that are not reports; they are not drawn with these, so links to them are followed by the browser
  {
    file: /header\/Header\.svelte$/,
    from: '<div class="flex gap-2 text-sm items-center">',
    to: `$&{#if ${process.env.CLIENTELE_PREVIEW !== 'true'}}<nav class="elsewhere" aria-label="Not reports"><a href={addBasePath('/customers')} rel="external">Customers</a><a href={addBasePath('/account')} rel="external">Account</a></nav>{/if}`,
  },
]
const replaced = ({ content, filename = '' }) => {
  const code = replacements
    .filter(({ file = /$/ }) => file.test(filename))
    .reduce((text, { from, to }) => text.replace(from, to), content)
  const fault = /template\/src\/(pages|components)\//.test(filename) ? faultIn(code) : undefined
  if (process.env.CLIENTELE_PREVIEW === 'true' && fault) write({ file: filename, reason: fault })
  // a page that does not compile would end the build of all, so it becomes one that cannot be shown
  return { code: fault ? `<script>throw new Error(${JSON.stringify(fault)})</script>` : code }
}

/** What keeps code from being compiled; Evidence's configuration takes these warnings for errors. */
function faultIn(code) {
  try {
    const { warnings } = compile(code, { generate: false })
    return warnings.find(({ message }) => /defined|Empty Block/.test(message))?.message
  } catch (error) {
    // the numbers of the lines are not those of the file, which Evidence has changed by now
    return `${error.message}\n${error.frame ?? ''}`.replace(/^\s*\d+: /gm, '').trim()
  }
}

/** services/reports/faults.ts reads what is wrong with which page, and draws it as the fault says. */
const note = ({ status, path, referrer }) =>
  write({
    status,
    path: withoutBase(path),
    referrer: withoutBase(referrer),
    reason: globalThis.clientelePageErrors?.get(path),
  })
const withoutBase = (path) => path?.slice((process.env.CLIENTELE_BASE_PATH ?? '').length) ?? path

function write(fault) {
  const file = process.env.CLIENTELE_DRAWING_FAULTS
  if (file) appendFileSync(file, `${JSON.stringify(fault)}\n`)
}

class Config {
  // Evidence reads this several times and deletes it each time, which a getter survives
  get preprocess() {
    return [{ markup: replaced }]
  }

  kit = {
    alias: {
      '@evidence-dev/universal-sql/client-duckdb': join(import.meta.dirname, 'database.js'),
    },
    prerender: {
      // without these, one page that fails ends the build of all
      handleHttpError: note,
      handleMissingId: 'warn',
    },
  }
}

export default new Config()
