import { flag, holds, integer, oneOf, sql, text, transform } from '#engine'

/** The unknown minute is for what a source dates by its day only, such as the day on which a parcel was shipped. */
export const dim_time_of_day = transform('warehouse.dim_time_of_day', {
  description:
    'One row for each of the 1,440 minutes of a day, in the time zone of the company, and -1 for an unknown time. Join it by the minute of the day of an instant.',
  grain: ['minute_of_day'],
  columns: {
    minute_of_day: integer('Minutes since midnight, 0 to 1439; -1 is the unknown member'),
    time_label: text('Time on a clock: 08:05, or Unknown'),
    hour: integer('Hour, 0 to 23').orNull(),
    minute: integer('Minute of the hour, 0 to 59').orNull(),
    quarter_hour: integer('Quarter of the hour, 1 to 4').orNull(),
    quarter_hour_label: text('When the quarter of an hour begins: 08:00').orNull(),
    half_day: oneOf('Half of the day', ['am', 'pm', 'unknown']),
    part_of_day: oneOf(
      'Night is 22:00 to 6:00, morning until 12:00, afternoon until 18:00, evening until 22:00',
      ['night', 'morning', 'afternoon', 'evening', 'unknown'],
    ),
    is_daytime: flag('Whether it is from 6:00 to 22:00').orNull(),
  },
  tests: [holds('hours and minutes make the minute of the day', sql`minute_of_day = 60 * hour + minute`)],
  unknownMember: { minute_of_day: -1, time_label: 'Unknown', half_day: 'unknown', part_of_day: 'unknown' },
  query: sql`
    select
      minute_of_day,
      to_char(time '00:00' + minute_of_day * interval '1 minute', 'HH24:MI') as time_label,
      minute_of_day / 60 as hour,
      minute_of_day % 60 as minute,
      minute_of_day % 60 / 15 + 1 as quarter_hour,
      to_char(time '00:00' + minute_of_day / 15 * interval '15 minutes', 'HH24:MI') as quarter_hour_label,
      case when minute_of_day < 720 then 'am' else 'pm' end as half_day,
      case
        when minute_of_day < 360 then 'night'
        when minute_of_day < 720 then 'morning'
        when minute_of_day < 1080 then 'afternoon'
        when minute_of_day < 1320 then 'evening'
        else 'night'
      end as part_of_day,
      minute_of_day between 360 and 1319 as is_daytime
    from generate_series(0, 1439) as minute_of_day`,
})
