import { type CsvRow, cell, instantIn, wholeNumber } from '#engine'
import { company } from '#settings'

/*
 * The account's CSV export of tickets, each row as the record the API would give, with the metrics in place of
 * comments. It names agents and groups rather than giving their ids, and writes times as the account's clocks
 * show them. Columns without a name here are kept under their own header.
 */

const asked = new Set([
  'Summation column',
  'Id',
  'Requester id',
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

/** The API's words for what agents see. */
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
        Object.entries(row).filter(([header, text]) => !asked.has(header) && text !== ''),
      ),
    }
  },
}

/** Choices are written with capitals, and `-` where nothing was chosen. */
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
