import { sql } from '#engine'
import { deviceTypes } from '../../canonical/web_event.ts'

/** What a visit was made with: the app, wherever it runs, or the website in a browser of this kind of device. */
export const devices = ['app', ...deviceTypes] as const

/** One of them, in a query with the columns of a session. */
export const deviceOfVisit = sql`case place when 'app' then 'app' else device_type end`
