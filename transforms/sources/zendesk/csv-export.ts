import { type CsvRow, cell, instantIn, wholeNumber } from '#engine'
import { company } from '#settings'

/*
 * The account's CSV export of tickets. Each row becomes a record as the API gives it, with metrics instead of comments.
 * The export has names of agents and groups instead of their ids, and times in the account's time zone. Columns that
 * are not named here are kept under their own header.
 */

const mapped = new Set([
  'Summation column',
  'Id',
  'Requester id',
  'Requester',
  'Subject',
  'Tags',
  'Status',
  'Priority',
  'Via',
  'Ticket type',
  'Created at',
  'Updated at',
  'Solved at',
  'Satisfaction Score',
  'Reopens',
  'Replies',
  'First reply time in minutes',
  'First reply time in minutes within business hours',
  'Full resolution time in minutes',
  'Full resolution time in minutes within business hours',
])

/** Maps what agents see to the API's values. */
const channels = new Map([
  ['mail', 'email'],
  ['web form', 'web'],
  ['web service', 'api'],
  ['phone call (inbound)', 'voice'],
])

export const ticketExport = {
  header: ['Id', 'Requester id', 'Status', 'Via', 'Ticket type', 'Created at', 'Updated at'],
  record: ([row = {}]: readonly CsvRow[]) => {
    const via = word(row.Via)
    return {
      id: wholeNumber(row.Id),
      via: { channel: channels.get(via ?? '') ?? via },
      type: word(row['Ticket type']),
      subject: cell(row.Subject),
      priority: word(row.Priority),
      status: word(row.Status)?.replace('on-hold', 'hold'),
      requester_id: wholeNumber(row['Requester id']),
      requester: { name: cell(row.Requester), email: cell(row['Requester email']) },
      tags: (row.Tags ?? '').split(/[\s,]+/).filter((tag) => tag !== ''),
      satisfaction_rating: { score: word(row['Satisfaction Score']) },
      metric_set: {
        reopens: wholeNumber(row.Reopens),
        replies: wholeNumber(row.Replies),
        reply_time_in_minutes: minutes(row, 'First reply time in minutes'),
        full_resolution_time_in_minutes: minutes(row, 'Full resolution time in minutes'),
        solved_at: moment(row['Solved at']),
      },
      created_at: moment(row['Created at']),
      updated_at: moment(row['Updated at']),
      ...Object.fromEntries(
        Object.entries(row).filter(([header, text]) => !mapped.has(header) && text !== ''),
      ),
    }
  },
}

/** Choices are capitalised, and `-` means that nothing was chosen. */
function word(written: string | undefined): string | null {
  const text = cell(written)?.toLowerCase() ?? null
  return text === '-' ? null : text
}

function minutes(row: CsvRow, header: string) {
  return { calendar: wholeNumber(row[header]), business: wholeNumber(row[`${header} within business hours`]) }
}

function moment(written: string | undefined): string | null {
  const text = cell(written)
  return text === null ? null : instantIn(company.timeZone, text)
}
