/** What each segment of marts.mart_rfm is in words, and what to do about it. Keys are the names it gives. */
export const segmentGuide = {
  Champions: {
    meaning: 'The most recent buyers, and among the best in orders and spending.',
    action: 'Thank them, show them new things first, ask for referrals. Do not discount.',
  },
  Loyal: {
    meaning: 'Among the best in orders and spending, and still buying.',
    action: 'Offer a loyalty scheme and higher-value products.',
  },
  'Potential loyalists': {
    meaning: 'Bought recently; orders and spending are in the middle.',
    action: 'Recommend what goes with what they bought, and invite them to join.',
  },
  New: {
    meaning: 'The most recent buyers, with few orders and little spending so far.',
    action: 'Welcome them, help them get started, win the second order early.',
  },
  Promising: {
    meaning: 'Bought fairly recently, but little so far.',
    action: 'Build the habit with small, relevant offers.',
  },
  'Needs attention': {
    meaning: 'In the middle on all three, and slipping.',
    action: 'Make an offer with an end date, based on what they used to buy.',
  },
  'About to sleep': {
    meaning: 'Below the middle in orders and spending, and getting quiet.',
    action: 'Remind them with popular products before they are gone.',
  },
  'At risk': {
    meaning: 'Ordered and spent well, but have not bought for long.',
    action: 'Write personally, ask what went wrong, give them a reason to return.',
  },
  'Cannot lose': {
    meaning: 'The best in orders and spending, but have not bought for long.',
    action: 'Call them. Win them back before a competitor keeps them.',
  },
  Hibernating: {
    meaning: 'Bought long ago, seldom and little.',
    action: 'Include them in broad campaigns; spend no more than that.',
  },
  Lost: {
    meaning: 'Lowest on all three.',
    action: 'Leave them be, or try once with a strong offer.',
  },
}
