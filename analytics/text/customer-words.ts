/*
 * What customers say about goods and service, where general lexicons have no value or one for other uses. Written from
 * general knowledge of English reviews and of letters to shops; half of a public set of rated sentences was read for what
 * was missing, and the other half was only measured (docs/adr/0021). Values are from -4 (worst) to 4 (best), half a step
 * apart; 0 takes a word out.
 */

type Level = readonly [valence: number, terms: string]

/** Words, separated by spaces. */
export const words: readonly Level[] = [
  [
    3,
    `adore adored amazing awesome awsome beautifull best breathtaking brilliantly delicious delighted
    delightful ecstatic excelent excellent exceptional exellent exquisite fantastic flawless gorgeous
    great greatest incredible love marvellous marvelous masterpiece outstanding overjoyed perfect
    phenomenal scrumptious sensational sublime superb superbly thrilled top-notch topnotch wonderful`,
  ],
  [
    2.5,
    `beautifully captivating charming chuffed divine finest first-class first-rate flawlessly genius
    happy heartwarming hilarious impressed impressive lovely masterful mouthwatering must-have perfectly
    riveting splendid stellar stunning tasty terrific unbeatable winner wonderfully yummy`,
  ],
  [
    2,
    `accommodating attentive caring cheerful cheerfully clever cleverly comfortable comfy confortable
    considerate cosy courteous dependable devine durable efficient elegant enjoyable exceeded exceeds
    faves favorite favourite flavorful flavourful friendly gem generous glad good gripping happily
    hassle-free helpful hospitable impress impresses incredibly keeper kindness knowledgeable lovingly
    luxurious memorable nice nicely obliging pleased polite reccomend reccommend recomend recommend
    recommended recommending recommends refreshing reliable reliably riveted rocked rocks satisfied
    satisfying satisifed seamless seamlessly spotless sturdy superior thoughtful timeless trustworthy
    unforgettable user-friendly welcoming well-built well-made witty yum`,
  ],
  [
    1.5,
    `affordable authentic bargain better classic clean convenient conveniently cool easily easy
    efficiently effortless engaging exceptionally foolproof fresh handy hearty heaven hooked improved
    interesting intrigued intriguing intuitive juicy painless patiently pleasantly poignant professional
    prompt promptly punctual responsive roomy sleek smoothly spacious speedy straightforward stylish
    super tender thanks thoughtfully timely touching versatile warmly well-packed worthwhile`,
  ],
  [
    1,
    `adequate ample beats believable bright clear crisp crispy decent deserves educational enhanced
    ergonomic fast fine fits flexible functional genuine helped helps homemade improvement interest
    lightweight moist moving patient quick quickly reasonable reasonably rich rugged safe safely
    satisfactory smooth snug snugly soft solid special strong subtle thank transparent trust underrated
    value waterproof well works worth`,
  ],
  [
    0.5,
    `alive cares edible free god help holds hope lasts ok okay portable pretty quiet sharp simple support top true upgrade warm worked`,
  ],
  [
    0,
    `abilities ability attempt big block blown care certain certainly chance charge charger charges
    clearly cover crime crystal cut cuts cutting dear death drama fire game games greeting greetings ha hand hold hopefully
    hoping however huge kill killer kind lead leave left like matter matters natural new no novel number
    order ordered pay play played playing plays please present regards share shared shares shot shots
    sincerely straight sure surely tank truly united unopened vision want wanted wants war wish wishes`,
  ],
  [
    -0.5,
    `alone apology average barely careful charged chewy cold damn echo hard hardly heavy miss nobody
    overly return returned returning smells stop stops thin tiny tough wait`,
  ],
  [
    -1,
    `bent blew bobbled bother bug bugs bulky cheap cheesy cliche cliches clichés complaints complicated
    concern concerns confused crackling crowded dead derivative drain drains dropped drops dry excuse
    excuses expensive faded faulted flat forgot forgotten fuzzy hell incorrect issue issues late loose
    lose lost meh melted missed missing oily overwhelmed peeled peeling predictable pricey raw refund
    reheated rusty salty scratches scratchy slow-moving slowly smelled smudged squashed static stopped
    tore unclear unnecessary unrealistic waited waiting watery wooden worn`,
  ],
  [
    -1.5,
    `aimless amateurish awkward blows blurry bored breaking breaks brittle burnt chaotic cheaply chipped
    clumsy clunky complain complaint confusing contrived cracks cringe crushed cumbersome delay delayed
    delays dented dies difficult discolored discoloured dull elsewhere fake flaky forgettable frayed
    freezes froze garbled glitch glitches greasy grubby hassle ignoring inaccurate incompatible itchy
    joke lack lacked lacking lacks leaked leaking leaks lukewarm mediocre mess misdelivered mislabelled
    misshapen mistake monotonous muffled mushy naff noisy nonsense outdated overheats plodding
    pretentious problem problems refused ripped rusted sadly scratched shrank shrunk slow smashed
    snapped soggy stained tacky tatty torn unanswered unconvincing undelivered unfortunately
    unimpressive uninspired uninspiring uninteresting unmoving unoriginal unstable unsuitable warped
    wobbly wonky yawn`,
  ],
  [
    -2,
    `angry annoyed annoying avoid beware bland blandest boring broke broken buggy careless carelessly
    clueless counterfeit counterfeits cracked defect defects died dire dirty disapointed disappoint
    disappointed disappointing disappointments disappoints dismissive dissapointed dissapointing
    dissapointment dissappointed dissatisfied failed fails faulty flimsy fobbed frustrated frustrating
    glitchy gross gutted hopeless ignored inattentive inept ineptly inferior insult insulted insulting
    lame laughable let-down letdown malfunction malfunctioned misleading moldy mouldy over-priced
    overcharged overcooked overpriced overrated pointless poor poorly regret regretted ridiculous rude
    rudely rudeness shattered shocking sloppy smelly stale stinks stupid sub-par subpar substandard suck
    tasteless tat tedious terible ugly unbearably uncomfortable undercooked underwhelming unfair
    unfriendly unfunny unhappy unhelpful unhygienic unimpressed unreliable unresponsive unsafe
    unsatisfied unsatisfying unwearable upset upsetting useless waste wasted wasting worse wrong`,
  ],
  [
    -2.5,
    `appalled crappy defective diabolical disappointment disaster disastrous disgrace disgraceful
    disgusted disgusting dreadful fail fiasco filthy fuming furious garbage horible horribly horrid
    incompetent junk livid lousy nightmare pathetic rancid rip-off ripoff rotten rubbish shambles shoddy
    sucked sucks trash unacceptable unbearable unprofessional unusable woeful`,
  ],
  [
    -3,
    `abomination abysmal appalling atrocious hated horrendous inedible scam scammed scammers unwatchable
    worst`,
  ],
]
