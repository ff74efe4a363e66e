import { canonical, id, instant, key, oneOf, recordKey } from '#engine'

/** Somebody said on a browser, or in an installed app, who they are. Visits of the browser are attached by this. */
export const visitor_identification = canonical('visitor_identification', {
  description:
    'A visitor who logged in, gave a mailbox or number in a form, or was recognised, as one source has it',
  columns: {
    event_key: key('Surrogate key of the identification'),
    record_key: recordKey('Profile record of the person'),
    visitor_key: recordKey('Profile record of the browser or installed app'),
    source: id('Source system'),
    method: oneOf('How the visitor was identified', ['login', 'form', 'alias']),
    occurred_at: instant('When it happened'),
  },
})
