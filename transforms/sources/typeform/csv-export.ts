import { type CsvRow, instantIn } from '#engine'

/*
 * Typeform's results export has a column for each question, with its text as the header, and does not say what kind of
 * question it is. That is inferred from the answer: a small number is a score, several words are a comment.
 */

const known = new Set([
  '#',
  'Response Type',
  'Start Date (UTC)',
  'Stage Date (UTC)',
  'Submit Date (UTC)',
  'Network ID',
  'Tags',
  'Ending',
])

export const responseExport = {
  header: ['#', 'Start Date (UTC)', 'Submit Date (UTC)'],
  record: ([row = {}]: readonly CsvRow[]) => {
    const columns = Object.entries(row).filter(([header, cell]) => !known.has(header) && cell !== '')
    return {
      token: row['#'],
      response_type: row['Response Type'] || null,
      landed_at: moment(row['Start Date (UTC)']),
      submitted_at: moment(row['Submit Date (UTC)']),
      metadata: { network_id: row['Network ID'] || null },
      hidden: Object.fromEntries(columns.filter(([header]) => isHidden(header))),
      answers: columns.filter(([header]) => !isHidden(header)).map(([title, cell]) => answer(title, cell)),
    }
  },
}

/** Hidden fields have names in lower case without spaces, unlike questions. */
function isHidden(header: string): boolean {
  return /^[a-z0-9_]+$/.test(header)
}

function answer(title: string, cell: string) {
  const field = (type: string) => ({ id: title, type, title })
  if (/^(\d|10)$/.test(cell)) {
    const isRecommendation = /\blikely\b.*\brecommend\b/i.test(title)
    return { type: 'number', number: Number(cell), field: field(isRecommendation ? 'nps' : 'opinion_scale') }
  }
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell)) return { type: 'email', email: cell, field: field('email') }
  const isComment = cell.trim().split(/\s+/).length > 2
  return { type: 'text', text: cell, field: field(isComment ? 'long_text' : 'short_text') }
}

function moment(cell: string | undefined): string | null {
  return cell ? instantIn('UTC', cell) : null
}
