import type { Sentiment } from '../../../analytics/text/sentiment.ts'

/*
 * Sentences that customers could have written, rated by hand before the lexicon was measured on them. They are about
 * goods, meals, films, journeys and service, plain and mixed, with negation, emphasis and turns.
 */
const written: Readonly<Record<Sentiment, string>> = {
  positive: `
The kettle boils quickly and looks great on the counter.
I have never owned a better pair of boots.
Best purchase I made all year!
My daughter adores her new bike.
The waiter was friendly and the soup was superb.
Not bad at all for the price.
It took a while to arrive, but it was well worth the wait.
You can't go wrong with this blender.
Setup was painless and it works like a charm.
The blanket is so soft and warm.
Everyone at the desk was kind and helpful.
I would happily stay there again.
Great value, I will order again.
The sound is crystal clear and the battery lasts for days.
A gripping story with a wonderful ending.
They replaced the lamp without any fuss.
Couldn't be happier with this sofa.
The colours are gorgeous.
Five stars from me.
I was sceptical at first, but now I love it.
Thanks for sorting this out so fast, you are brilliant.
The new recipe is a big improvement.
Never had a problem with this shop.
It fits perfectly and feels sturdy.
What a lovely little café!
This saved me hours of work, highly recommended.
No complaints whatsoever.
The staff went above and beyond to help us.
Delicious cake and very reasonable prices.
I am impressed by how quiet the fan is.
Does exactly what it should, easy to use.
9 out of 10, would recommend to a friend.
My parcel came a day early and was beautifully wrapped.
She explained everything patiently and was very polite.
The film made me laugh from start to finish, hilarious.
It is sturdy, stylish and not expensive.`,
  negative: `
The zip broke on the second day.
I regret buying this chair.
It is not worth the money.
The room was dirty and the bed was uncomfortable.
Nobody answered my emails.
The plot was predictable and the acting wooden.
I would not recommend this to anyone.
Looks nice, but it stopped working after a week.
Terrible customer service, I waited an hour on the phone.
The soup was cold and tasteless.
Don't waste your time on this film.
My order arrived damaged and two plates were missing.
This is the worst hotel I have ever stayed in.
The colour is nothing like the picture, very misleading.
The app crashes all the time and support is useless.
I expected better from this brand.
The fabric feels cheap and scratchy.
It does not fit and the seams are coming apart.
Never again!
What a disappointment.
They were rude and refused to give me a refund.
Overpriced and badly made.
I am not happy with how you handled this.
The instructions are confusing and a screw was missing.
The battery hardly lasts an hour.
Avoid this shop.
One star is too many.
It smells awful and leaks.
Still waiting for my refund after three weeks, this is ridiculous.
The delivery was late again and the box was crushed.
I will never shop here again.
The waiter ignored us and the food was bland.
It could have been a good film if the ending were not so stupid.
I wanted to like it, but it is simply boring.
The screen is scratched and the seller will not reply.
Half of the glasses were cracked when I opened the box.`,
  neutral: `
I ordered a blue one on Monday.
What are the opening hours of the shop in Leeds?
Can I change the delivery address?
The box contains four cups and a tray.
We will come on Tuesday at ten.
Is this table made of oak?
My order number is on the invoice.
How tall is the larger lamp?
The parcel was delivered to my neighbour.
I have moved to another town.
Could you send me a copy of the receipt?
The film is two hours long.
She bought the green coat and a scarf.
Which size is suitable for a child of six?
The hotel is next to the station.
I usually buy this tea for my mother.
It comes in three colours.
Do you deliver to Ireland?
The meeting is about the new catalogue.
I am writing about the order from last week.`,
}

export const ratedSentences: readonly { readonly text: string; readonly sentiment: Sentiment }[] = (
  ['positive', 'neutral', 'negative'] as const
).flatMap((sentiment) =>
  written[sentiment]
    .trim()
    .split('\n')
    .map((text) => ({ text, sentiment })),
)
