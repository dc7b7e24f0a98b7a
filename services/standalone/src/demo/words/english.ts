import { type Letter, letters, whole } from './letter.js';

const electronics = { goods: ['electronics'] } as const;
const fashion = { goods: ['fashion'] } as const;
const food = { goods: ['fresh'] } as const;

/** What customers who write English write. */
export const english: readonly Letter[] = [
  ...letters('delivery', 'en', [
    [
      'explanation',
      'My {product} was supposed to arrive {days} days ago and the tracking page has said “in transit” ever since. Where is my parcel?',
    ],
    [
      'redelivery',
      'It says delivered but nothing was delivered. I was home all day, the doorbell works, and my neighbours have not got it either.',
    ],
    [
      'partial-refund',
      'The courier left the {product} outside in the rain. The box is soaked through and the thing inside smells of wet cardboard.',
    ],
    [
      'redelivery',
      'Only one of the two boxes came. The driver shrugged and said the rest was “somewhere”. Somewhere is not an address.',
    ],
    [
      'refund',
      'I paid extra for next day shipping. It took {days} days. I do not need the {product} any more, the birthday is over.',
    ],
    [
      'compensation',
      `Hello,

I ordered a {product} (order {order}) {days} days ago. First you told me tomorrow. Then you told me the day after. Then your system told me it had been delivered, which was news to me, because I was standing in the hallway at the time looking at an empty doormat.

I have now called {courier} twice and you three times. Everybody was polite and nobody knew anything. I would like to know where it is, when I will have it, and what you are going to do if the answer to either is “we don’t know”.

Kind regards`,
      whole,
    ],
  ]),
  ...letters('quality', 'en', [
    [
      'exchange',
      'The {product} stopped working after {days} days. It doesn’t turn on any more, whatever I try.',
      electronics,
    ],
    [
      'refund',
      'There was smoke coming out of the {product} yesterday evening and then it sparked. I pulled the plug in time but the wall is black. This could have burned the house down.',
      electronics,
    ],
    [
      'repair',
      'One side of the {product} is broken, I hear a loud crackling noise and then nothing at all.',
      { goods: ['E-1001', 'E-1005'] },
    ],
    [
      'refund',
      'The seam came apart the very first time I wore the {product}. Poor quality for that money, honestly.',
      fashion,
    ],
    ['refund', 'I opened the {product} and half of it was mouldy. It was still within its date by a month!', food],
    [
      'refund',
      'We all got sick after eating the {product}. Vomiting the whole night, my son ended up in hospital. I kept the packaging and the lot number.',
      food,
    ],
    ['exchange', 'It came cracked in two places. Who packs glass in a single sheet of paper?', { goods: ['kitchen'] }],
    [
      'compensation',
      'I had an allergic reaction to the {product}, my face is swollen and covered in a rash. The dermatologist wants to know what exactly is in it.',
      { goods: ['beauty'] },
    ],
  ]),
  ...letters('description', 'en', [
    [
      'refund',
      'The {product} looks nothing like the picture. Wrong colour, thinner material, different buttons. Not as described at all.',
      fashion,
    ],
    [
      'refund',
      'Your product page says it is compatible with 220 volts and the label says 110. Please correct one of them and refund me for the other.',
      electronics,
    ],
    [
      'partial-refund',
      'Smaller than stated. I measured it three times because I could not believe it. Somebody’s ruler is broken and it isn’t mine.',
      { goods: ['furniture', 'fashion'] },
    ],
    ['exchange', 'You sent me a different model from the one I ordered. Close, but no.'],
  ]),
  ...letters('stock-out', 'en', [
    [
      'compensation',
      'You took my money and {days} days later you tell me the {product} is out of stock? I could have bought it elsewhere that day.',
    ],
    [
      'explanation',
      'It said in stock when I ordered. Now it says sold out and my order is “under review”. What is there to review?',
    ],
    ['explanation', 'Do you know when the {product} will be back in stock? I asked for an alert and never got one.'],
  ]),
  ...letters('service', 'en', [
    ['apology', 'The agent I spoke to was rude and hung up on me in the middle of a sentence. My sentence.'],
    ['explanation', 'I have written to customer service three times and nobody replies. Is anyone there?'],
    ['apology', 'Your chatbot is useless. I asked to talk to a human and it sent me a discount for umbrellas.'],
    [
      'apology',
      `I want to make a complaint about how I was treated at your service desk on Saturday. I waited for forty minutes. When it was finally my turn, the member of staff looked at my receipt, sighed, and asked me whether I could not read. I can. I read the part where it says that you are happy to help.

I do not want anything from you except an apology from a person, not from a template.`,
      whole,
    ],
  ]),
  ...letters('payment', 'en', [
    ['refund', 'I was charged twice for order {order}. Same amount, one minute apart. Please give one of them back.'],
    ['refund', 'I cancelled this within five minutes and you still billed my card.'],
    [
      'compensation',
      'The promo code showed a discount in the basket and then full price on my card. Which of the two is a price?',
    ],
    [
      'explanation',
      'There is a transaction on my card from you that I never made. Has my account been hacked? I want to know today whether my data is safe.',
    ],
  ]),
  ...letters('return', 'en', [
    [
      'refund',
      'I returned the {product} {days} days ago, you confirmed that you have it, and I am still waiting for the money.',
    ],
    ['refund', 'Nobody came to collect the return. Twice. I took a morning off for each of them.'],
    [
      'exchange',
      'I would like to exchange this for a bigger size, but the form keeps sending me back to the beginning.',
      fashion,
    ],
    ['refund', 'Why was return postage deducted when the item was faulty?'],
  ]),
  ...letters('other', 'en', [
    ['other', 'Since the last update the app crashes whenever I open my orders.'],
    ['explanation', 'How do I delete my profile? Every page about it links to another page about it.'],
    ['other', 'You sent me the same advertisement four times today. I unsubscribed in spring.'],
  ]),
];
