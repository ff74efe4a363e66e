/** What each RFM segment is, and what to do about it. Keys are the names the warehouse gives. */
export const segmentGuide = {
  Champions: {
    meaning: 'Bought lately, buy often and spend the most.',
    action: 'Thank them, show them new things first, and ask them for referrals. Do not discount.',
  },
  Loyal: {
    meaning: 'Come back regularly and respond to offers.',
    action: 'Offer a loyalty scheme and higher-value products.',
  },
  'Potential loyalists': {
    meaning: 'Recent buyers with more than one order.',
    action: 'Recommend what goes with what they bought; invite them to join.',
  },
  New: {
    meaning: 'Bought for the first time, not long ago.',
    action: 'Welcome them, help them get started, and win the second order early.',
  },
  Promising: {
    meaning: 'Recent, but have spent little so far.',
    action: 'Build the habit with small, relevant offers.',
  },
  'Needs attention': {
    meaning: 'Above average in everything, but slipping.',
    action: 'Make a limited offer based on what they used to buy.',
  },
  'About to sleep': {
    meaning: 'Below average, and have not been seen for a while.',
    action: 'Remind them with popular products before they are gone.',
  },
  'At risk': {
    meaning: 'Spent well and often, but long ago.',
    action: 'Write personally, ask what went wrong, bring them back with something of worth.',
  },
  'Cannot lose': {
    meaning: 'Among the best customers once; have stopped buying.',
    action: 'Call them. Win them back before a competitor keeps them.',
  },
  Hibernating: {
    meaning: 'Last bought long ago, seldom, and little.',
    action: 'Include them in broad campaigns; spend no more than that.',
  },
  Lost: {
    meaning: 'Lowest in recency, frequency and spending.',
    action: 'Leave them be, or try once with a strong offer.',
  },
}
