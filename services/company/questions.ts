import type { Interface } from 'node:readline/promises'
import { ClienteleError } from '#engine'
import { type CompanySettings, parseSettings } from '#settings/declare'
import { sampleCompany } from '../../settings/sample-company.ts'

export type Answers = Readonly<Partial<Record<keyof CompanySettings, string>>>

interface Question {
  readonly setting: keyof CompanySettings
  readonly flag: string
  readonly argument: string
  /** Asks for the setting, and describes the flag. */
  readonly text: string
  /** Used if there is no answer; a question without one must be answered. */
  readonly fallback?: (answers: Answers) => string
  readonly read: (text: string) => unknown
}

const asWritten = (text: string) => text
const listed = (text: string) => text.split(',').map((item) => item.trim())
const inCapitals = (text: string) => text.toUpperCase()
const homeMarket = ({ markets = '' }: Answers) => inCapitals(listed(markets)[0] ?? '')

/** What a company is asked, in this order: later questions have fallbacks that depend on earlier answers. */
export const questions: readonly Question[] = [
  { setting: 'name', flag: 'name', argument: 'name', text: 'Name of the company', read: asWritten },
  {
    setting: 'markets',
    flag: 'markets',
    argument: 'countries',
    text: 'Countries it sells to, the home market first, such as BR,PT',
    read: (text) => listed(inCapitals(text)),
  },
  {
    setting: 'currency',
    flag: 'currency',
    argument: 'code',
    text: 'Currency of its reports, such as BRL',
    read: inCapitals,
  },
  {
    setting: 'timeZone',
    flag: 'time-zone',
    argument: 'zone',
    text: 'Time zone in which its days begin and end, such as America/Sao_Paulo',
    read: asWritten,
  },
  {
    setting: 'locale',
    flag: 'locale',
    argument: 'tag',
    text: 'Locale in which numbers and dates are written, such as pt-BR',
    fallback: (answers) => localeOf(homeMarket(answers)),
    read: asWritten,
  },
  {
    setting: 'firstDayOfWeek',
    flag: 'first-day-of-week',
    argument: 'number',
    text: 'First day of the week (1 is Monday, 7 is Sunday)',
    fallback: () => '1',
    read: Number,
  },
  {
    setting: 'financialYearStartMonth',
    flag: 'financial-year-start',
    argument: 'month',
    text: 'First month of the financial year (1 is January)',
    fallback: () => '1',
    read: Number,
  },
  {
    setting: 'phoneRegion',
    flag: 'phone-region',
    argument: 'country',
    text: 'Country of telephone numbers that do not name one',
    fallback: homeMarket,
    read: inCapitals,
  },
  {
    setting: 'sources',
    flag: 'sources',
    argument: 'names',
    text: 'Sources in use, such as shopify,stripe, or all',
    fallback: () => 'all',
    read: (text) => (text === 'all' ? text : listed(text)),
  },
]

/** The answers among a command's flags, which commander names in camelCase. */
export function answersFrom(flags: Readonly<Record<string, string>>): Answers {
  const given = questions.map(({ setting, flag }) => {
    const option = flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
    return [setting, flags[option]] as const
  })
  return Object.fromEntries(given.filter(([, answer]) => answer !== undefined))
}

/** Asks for what is missing. Nothing is asked if every question that needs an answer has one. */
export async function askFor(
  given: Answers,
  sources: readonly string[],
  terminal: Pick<Interface, 'question' | 'once'>,
): Promise<Answers> {
  if (unanswered(given).length === 0) return given
  const ended = new Promise<never>((_, reject) => terminal.once('close', () => reject(incomplete([]))))
  const answers: { -readonly [S in keyof Answers]: Answers[S] } = { ...given }
  for (const question of questions) {
    let problem: string | undefined
    while (answers[question.setting] === undefined) {
      const fallback = question.fallback?.(answers)
      const prompt = `${question.text}${fallback ? ` [${fallback}]` : ''}: `
      const asked = terminal.question(problem ? `  ${problem}\n${prompt}` : prompt)
      const text = (await Promise.race([asked, ended])).trim() || (fallback ?? '')
      problem = problemOf(question, text, sources)
      if (problem === undefined) answers[question.setting] = text
    }
  }
  return answers
}

/** The settings that the answers make; fails with every problem they have. */
export function settingsFrom(answers: Answers, sources: readonly string[]): CompanySettings {
  const missing = unanswered(answers)
  if (missing.length > 0) throw incomplete(missing)
  const read = questions.map((question) => {
    const text = answers[question.setting] ?? question.fallback?.(answers) ?? ''
    return { question, value: question.read(text), problem: problemOf(question, text, sources) }
  })
  const problems = read
    .filter(({ problem }) => problem !== undefined)
    .map(({ question, problem }) => `--${question.flag}: ${problem}`)
  if (problems.length > 0) {
    throw new ClienteleError(
      'init-invalid',
      `Nothing was written. Correct these and run \`clientele init\` again:\n  ${problems.join('\n  ')}`,
      { problems },
    )
  }
  return parseSettings(
    Object.fromEntries(read.map(({ question, value }) => [question.setting, value])),
    'company/settings.ts',
  )
}

function unanswered(answers: Answers): Question[] {
  return questions.filter(({ setting, fallback }) => !fallback && answers[setting] === undefined)
}

function incomplete(missing: readonly Question[]): ClienteleError {
  const flags = missing.map(({ flag, argument }) => `--${flag} <${argument}>`)
  return new ClienteleError(
    'init-incomplete',
    flags.length === 0
      ? 'The questions were not all answered, and nothing was written.'
      : `Nothing was written: \`clientele init\` can only ask questions in a terminal. Add ${flags.join(' ')}.`,
    { flags },
  )
}

/** Why an answer cannot be used, if it cannot. */
function problemOf(question: Question, text: string, sources: readonly string[]): string | undefined {
  const value = question.read(text)
  if (question.setting === 'sources' && Array.isArray(value)) {
    const unknown = value.filter((name) => !sources.includes(name))
    if (unknown.length > 0) return `there is no source ${unknown.join(', ')}. Known: ${sources.join(', ')}`
  }
  try {
    parseSettings({ ...sampleCompany, [question.setting]: value }, 'answer')
    return undefined
  } catch (error) {
    if (!(error instanceof ClienteleError) || !Array.isArray(error.fields.problems)) throw error
    return String(error.fields.problems[0]).replace(/^[\w.]+: /, '')
  }
}

/** The language most spoken in a country, as it is written there. */
function localeOf(country: string): string {
  try {
    return `${new Intl.Locale(`und-${country}`).maximize().language}-${country}`
  } catch {
    return ''
  }
}
