import { type CsvRow, instantIn } from '#engine'

/*
 * Typeform's results export has a column for each question, with its text as the header, and does not say what kind of
 * question it is. Only its text can: a number is a score if the question asks for an opinion, and an address is that of
 * the person if the question asks for it. What the text does not say has the type `unknown`.
 */

const asksToRecommend = /\blikely\b.*\brecommend\b/i
const asksForOpinion = new RegExp(
  [
    /\b(dis)?satisf(ied|action)\b|\bhow (likely|easy|difficult|happy|pleased|good|helpful|useful|important)\b/,
    /\bhow (did|was|were|is|are)\b|\b(would|do) you rate\b|\brate (us|our|your|the|this)\b/,
    /\bout of (5|five|7|seven|10|ten)\b|\bon a scale\b|\bscale (of|from)\b|\bstars?\b/,
    /zufrieden|bewerte|empfehlen|satisfait|recommand|satisfech|satisfeit|recomend/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
)
/** An amount is never a score, whatever else the question says. */
const asksForAmount =
  /\b(how (many|much|often|old|long|far)|number of|age|years?|wie ?viele?|combien|cu[aá]nt|quant)/i
const asksForComment =
  /\b(why|anything|comments?|feedback|tell us|improve\w*|suggest\w*|experience|opinion|reason|think|thoughts|say|what (did|do|could|can|would|should|went|was)|how (could|can|did))\b/i
const asksForAddress = /e-?mail|\bcontact\b|\breach you\b|courriel|correo/i
/** A question about somebody else's address, as in a referral. */
const isAboutOthers =
  /\b(friends?|colleagues?|partner|spouse|someone|somebody|their|his|her|manager|recipient|referr?\w*|invite\w*)\b/i

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
  if (/^-?\d{1,15}$/.test(cell)) {
    return { type: 'number', number: Number(cell), field: field(kindOfNumber(title, Number(cell))) }
  }
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell) && asksForAddress.test(title) && !isAboutOthers.test(title)) {
    return { type: 'email', email: cell, field: field('email') }
  }
  const isLong = cell.trim().split(/\s+/).length > 2
  return {
    type: 'text',
    text: cell,
    field: field(isLong ? (asksForComment.test(title) ? 'long_text' : 'unknown') : 'short_text'),
  }
}

function kindOfNumber(title: string, number: number): string {
  if (number < 0 || number > 10 || asksForAmount.test(title)) return 'unknown'
  if (asksToRecommend.test(title)) return 'nps'
  return asksForOpinion.test(title) ? 'opinion_scale' : 'unknown'
}

function moment(cell: string | undefined): string | null {
  return cell ? instantIn('UTC', cell) : null
}
