/*
 * Sites and words by which the origin of a visit is recognised, as Postgres patterns of hosts and of utm tags in lower
 * case. A company that needs another one adds it here; nothing else names a site.
 */

/** Hosts of search engines. Other services of the same firms, such as its mail, are not among them. */
export const searchHosts = String.raw`(^|\.)(bing|duckduckgo|ecosia|qwant|startpage|baidu|yandex|sogou|naver|seznam|ask|kagi|aol|mojeek)\.[a-z.]+$|^(www\.)?google\.[a-z.]+$|googlequicksearchbox$|^([a-z.]+\.)?search\.(yahoo|brave)\.[a-z.]+$|^(www\.)?yahoo\.[a-z.]+$`

/** Hosts of social networks and messengers, and those through which they send visitors. */
export const socialHosts = String.raw`(^|\.)(facebook|fb|messenger|instagram|twitter|linkedin|pinterest|reddit|tiktok|youtube|snapchat|threads|tumblr|whatsapp|telegram|vk|weibo|xing|nextdoor|quora|discord|vimeo)\.[a-z.]+$|(^|\.)(t\.co|x\.com|lnkd\.in|pin\.it|youtu\.be|wa\.me|t\.me|fb\.me|bsky\.app|mastodon\.social)$`

/** Hosts where people read their mail in a browser or an app. */
export const webmailHosts = String.raw`^(web|e\.|e)?mail\d*\.|^outlook\.|^messagerie\.|\.mail\.yahoo\.|^deref-(gmx|web-02|web|mail)\.|(^|\.)(gmx|web)\.(de|net|at|ch|com)$|^com\.google\.android\.gm$`

/** Networks that pay partners for the visitors they send. */
export const affiliateHosts = String.raw`(^|\.)(awin1\.com|linksynergy\.com|shareasale\.com|tradedoubler\.com|webgains\.com|prf\.hn|anrdoezrs\.net|dpbolvw\.net|jdoqocy\.com|kqzyfj\.com|tkqlhce\.com|skimresources\.com)$`

/** Where a buyer pays and comes back from: not where the visit began. */
export const paymentHosts = String.raw`(^|\.)(paypal|stripe|klarna|adyen|worldpay|afterpay|clearpay|mollie|sagepay|opayo)\.[a-z.]+$|^pay\.google\.com$|(^|\.)shop\.app$`

/** Values of utm_source that name a search engine, a social network, or a tool that sends mail. */
export const searchSources =
  '^(google|bing|yahoo|duckduckgo|baidu|yandex|ecosia|qwant|adwords|google ?ads|microsoft ?ads)$'
export const socialSources =
  '^(facebook|fb|ig|instagram|meta|twitter|x|linkedin|pinterest|reddit|tiktok|youtube|snapchat|threads|whatsapp|social)$'
export const mailSources = '^(e-?mail|newsletter|klaviyo|mailchimp|sendgrid|hubspot|brevo|activecampaign)$'
