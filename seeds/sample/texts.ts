import type { Random } from './random.ts'

export type Sentiment = 'positive' | 'neutral' | 'negative'

/** What somebody wrote, and how they felt. */
export interface Said {
  readonly text: string
  readonly sentiment: Sentiment
}

type Lines = readonly [string, ...string[]]

/** `{}` stands for a product. */
const openings: Readonly<Record<Sentiment, Lines>> = {
  positive: [
    'I love the {}.',
    'The {} is beautiful, thank you!',
    'Really pleased with my {}.',
    'Wonderful quality, the {} looks even better than in the pictures.',
    'Absolutely delighted with the {}.',
    'The {} made a perfect present.',
  ],
  neutral: [
    'I ordered the {}.',
    'A question about the {}.',
    'The {} arrived.',
    'I am looking at the {}.',
    'Bought the {} last week.',
  ],
  negative: [
    'I am very disappointed with the {}.',
    'The {} is not what I paid for.',
    'Terrible experience with the {}.',
    'The {} broke within a week, poor quality.',
    'Frankly the {} is a waste of money.',
  ],
}

const endings: Readonly<Record<Sentiment, Lines>> = {
  positive: [
    'Lovely service too.',
    'Will buy again.',
    'Five stars.',
    'Fast delivery, well packed.',
    'Thank you!',
  ],
  neutral: [
    'Can it go in the dishwasher?',
    'Is it in stock in the shop?',
    'What size is it?',
    'Just so you know.',
  ],
  negative: [
    'I will not order again.',
    'Nobody answers the phone.',
    'I want my money back.',
    'Awful service.',
    'Never again.',
  ],
}

const complaints: Readonly<Record<'late' | 'damaged', { subjects: Lines; angry: Lines; calm: Lines }>> = {
  late: {
    subjects: ['Where is my order?', 'Parcel late', 'Still waiting', 'Delivery of the {}'],
    angry: [
      'My {} should have come days ago and nobody tells me anything. This is not good enough.',
      'Still no {}. I am really annoyed, it was meant as a birthday present.',
      'Ridiculous delay. I ordered the {} over a week ago!',
    ],
    calm: ['The {} has not arrived yet. Could you tell me where it is?', 'Any news of my {}, please?'],
  },
  damaged: {
    subjects: ['Arrived broken', 'Damaged {}', 'Problem with my order'],
    angry: [
      'The {} arrived in pieces. Terrible packing, I am very upset.',
      'Opened the box and the {} is cracked. Very disappointing.',
      'Broken {} again! I want a refund now.',
    ],
    calm: [
      'The {} has a chip on one side. Could I have another one?',
      'One of my things was damaged: the {}.',
    ],
  },
}

const questions: readonly [readonly [subject: string, text: string], ...(readonly [string, string])[]] = [
  ['Care of the {}', 'How do I clean the {}?'],
  ['Change of address', 'I have moved. Could you change the address on my account? I ordered the {}.'],
  ['Invoice', 'Could you send me a VAT invoice for the {}?'],
  ['Return', 'How do I send the {} back?'],
  ['Gift wrap', 'Can the {} be gift wrapped?'],
]

const answers: Readonly<Record<'late' | 'damaged' | 'question', Lines>> = {
  late: [
    'Thanks for your patience: the carrier has it and it will be with you tomorrow.',
    'I am sorry for the wait. It left our warehouse today; here is the tracking number.',
  ],
  damaged: [
    'Sorry for the trouble. We have sent another one today.',
    'I am sorry it came like that. Please send us a picture, and we will give you the money back.',
  ],
  question: [
    'Thank you for writing. I have looked into it, and this is now sorted.',
    'I have passed this on to the workshop and will write again when I hear from them.',
    'Of course! You will find it in your account.',
  ],
}

function about(text: string, product: string): string {
  return text.replace('{}', product.split(',')[0] ?? product)
}

export function sayingOf(random: Random, sentiment: Sentiment, product: string): Said {
  const text = `${about(random.pick(openings[sentiment]), product)} ${random.pick(endings[sentiment])}`
  return { text, sentiment }
}

export function complaintOf(random: Random, topic: 'late' | 'damaged', product: string) {
  const { subjects, angry, calm } = complaints[topic]
  const isAngry = random.chance(0.7)
  const said: Said = {
    text: about(random.pick(isAngry ? angry : calm), product),
    sentiment: isAngry ? 'negative' : 'neutral',
  }
  return { subject: about(random.pick(subjects), product), said }
}

export function questionOf(random: Random, product: string) {
  const [subject, text] = random.pick(questions)
  const said: Said = { text: about(text, product), sentiment: 'neutral' }
  return { subject: about(subject, product), said }
}

export function answerOf(random: Random, topic: keyof typeof answers): string {
  return random.pick(answers[topic])
}
