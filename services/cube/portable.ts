import { createRequire } from 'node:module'
import { combinedAnswer, type Result, singleAnswer } from './portable-answer.ts'

/**
 * Portable mode: Cube's server without its native addon, for machines on which the addon cannot be installed.
 * This replaces what the server's JavaScript calls in the addon, before the server is loaded: the log sink, the
 * Jinja engine, and the function that turns results into JSON. docs/adr/0003 says why.
 */

type MultiResult = { getResults(): Result[]; rootResultObject: Readonly<Record<string, unknown>> }
type JinjaEngine = { loadTemplate: () => never; renderTemplate: () => never }

type Addon = {
  loadNative(): unknown
  setupLogger: () => void
  isFallbackBuild: () => boolean
  redactSqlLiterals: () => string
  NativeInstance: { prototype: { newJinjaEngine: () => JinjaEngine } }
  ResultWrapper: { prototype: { getFinalResult: (this: Result) => Promise<Uint8Array> } }
  ResultMultiWrapper: { prototype: { getFinalResult: (this: MultiResult) => Promise<Uint8Array> } }
}

/** Shown at start: what portable mode cannot do. */
export const missingInPortable = ['SQL API', 'Jinja in models', 'Cube Store'] as const

/** The answer to SQL over HTTP. */
export const sqlNeedsAddon =
  "Cube's SQL API needs its native addon, which this installation does not have (docs/adr/0003). " +
  'Use /cubejs-api/v1/load or GraphQL.'

/** Settings that Cube needs if there is no addon. */
export const portableEnvironment = {
  CUBEJS_TESSERACT_SQL_PLANNER: 'false',
  CUBEJS_TRANSPILATION_NATIVE: 'false',
} as const

const require = createRequire(import.meta.url)

function addon(): Addon {
  return require('@cubejs-backend/native')
}

export function canLoadAddon(): boolean {
  try {
    addon().loadNative()
    return true
  } catch {
    return false
  }
}

/** Must run before `@cubejs-backend/server` is loaded. */
export function replaceAddon(): void {
  const native = addon()
  native.setupLogger = () => {}
  native.isFallbackBuild = () => true
  // for the log, when SQL over HTTP is refused
  native.redactSqlLiterals = () => ''
  // created for every model, called only for one with templates
  native.NativeInstance.prototype.newJinjaEngine = () => ({ loadTemplate: noJinja, renderTemplate: noJinja })
  native.ResultWrapper.prototype.getFinalResult = async function () {
    return bytes(singleAnswer(this))
  }
  native.ResultMultiWrapper.prototype.getFinalResult = async function () {
    return bytes(combinedAnswer(this.getResults(), this.rootResultObject))
  }
}

function noJinja(): never {
  throw new Error("Jinja in a model needs Cube's native addon. Write plain YAML, or install the addon.")
}

function bytes(answer: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(answer))
}
