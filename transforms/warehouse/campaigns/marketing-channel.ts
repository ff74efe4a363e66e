import { type Sql, sql, value } from '#engine'
import {
  affiliateHosts,
  mailSources,
  paymentHosts,
  searchHosts,
  searchSources,
  socialHosts,
  socialSources,
  webmailHosts,
} from './known-sites.ts'

/** What says where a visit came from: the utm tags of its link, and the host of the page before it. */
export interface Origin {
  readonly source: Sql
  readonly medium: Sql
  readonly referrer: Sql
  /** Whether that host is one of the company's own. */
  readonly isOwn: Sql
}

/**
 * The marketing channel of a visit: the one place that decides it. The first rule that applies wins. Tags outrank the
 * referrer, because the company wrote them; the medium outranks the source. The company's own hosts and those where buyers
 * pay are no origin. A tag that no rule recognises is 'other campaign', so that it is seen and never counted as direct.
 */
export function marketingChannel({ source, medium, referrer, isOwn }: Origin): Sql {
  const from = sql`lower(trim(${source}))`
  const by = sql`regexp_replace(lower(trim(${medium})), '[ _-]+', ' ', 'g')`
  const isPaid = sql`${by} ~ '^(cp[acmv]|ppc|paid.*|.* paid|retargeting|remarketing|ads?)$'`
  const isSearch = sql`(${from} ~ ${value(searchSources)} or ${from} ~ ${value(searchHosts)})`
  const isSocial = sql`(${from} ~ ${value(socialSources)} or ${from} ~ ${value(socialHosts)})`
  return sql`case
        when coalesce(${source}, ${medium}) is not null then case
          when ${by} ~ '^(sms|text|mms)$' or ${from} ~ '^sms$' then 'sms'
          when ${by} ~ 'push|notification' then 'push'
          when ${by} ~ '^(e ?mail|newsletter)$' then 'email'
          when ${by} ~ 'affiliate|^partner' then 'affiliate'
          when ${by} ~ '^(display|banner|interstitial|expandable|programmatic|cpm)$' then 'display'
          when ${by} ~ 'social' and ${isPaid} then 'paid social'
          when ${isPaid} and ${isSocial} then 'paid social'
          when ${isPaid} and (${isSearch} or ${by} ~ 'search') then 'paid search'
          when ${isPaid} then 'paid other'
          when ${by} ~ 'social|^sm$' then 'organic social'
          when ${by} ~ '^(organic|search)$' then 'organic search'
          when ${by} ~ '^(referral|link)$' then 'referral'
          when ${by} ~ '^(qr|print|flyer|catalogue|tv|radio|offline)' then 'offline'
          when ${from} ~ ${value(mailSources)} then 'email'
          when ${isSocial} then 'organic social'
          when ${isSearch} and ${medium} is null then 'organic search'
          when ${from} in ('direct', '(direct)') then 'direct'
          else 'other campaign'
        end
        when ${referrer} is null or ${isOwn} or ${referrer} ~ ${value(paymentHosts)} then 'direct'
        when ${referrer} ~ ${value(webmailHosts)} then 'email'
        when ${referrer} ~ ${value(searchHosts)} then 'organic search'
        when ${referrer} ~ ${value(socialHosts)} then 'organic social'
        when ${referrer} ~ ${value(affiliateHosts)} then 'affiliate'
        else 'referral'
      end`
}

/** The channel of a marketing message, by the word of its source. */
export function messageChannel(word: Sql): Sql {
  return sql`case
        when ${word} is null then 'unknown'
        when ${word} in ('email', 'sms', 'push') then ${word}
        when ${word} ~ 'whatsapp|messenger|telegram' then 'messenger'
        else 'other campaign'
      end`
}

/** The channel in which an order was placed, by the word of its source. */
export function salesChannel(word: Sql): Sql {
  const said = sql`lower(${word})`
  return sql`case
        when ${word} is null then 'unknown'
        when ${said} in ('web', 'online', 'website', 'online_store') then 'website'
        when ${said} in ('app', 'mobile_app', 'ios', 'android') then 'app'
        when ${said} in ('store', 'pos', 'till', 'in_store', 'retail') then 'store'
        when ${said} in ('phone', 'telephone', 'call', 'call_centre') then 'phone'
        when ${said} ~ 'amazon|ebay|etsy|marketplace|zalando|bol\\.com' then 'marketplace'
        else 'other sales'
      end`
}

/** The key of a channel by its name; what has no name is unknown. */
export function channelKey(name: Sql): Sql {
  return sql`case ${name} when 'unknown' then -1 else ops.key_of('clientele', 'channel', ${name}) end`
}
