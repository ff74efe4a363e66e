/**
 * Honorifics before a name, compared without dots and in lower case. Words that are also given names are left out (Don,
 * Sri, Major).
 */
export const honorifics: ReadonlySet<string> = new Set(
  (
    'mr mrs ms miss mx messrs mister mistress madam sir dame lord lady dr doctor doc prof professor rev ' +
    'revd reverend hon rt capt captain cpt col colonel lt sgt maj gen cllr rabbi imam fr hr herr frau ' +
    'fraulein fräulein dipl-ing dipl ing mag med jur phil nat rer hc mme mlle monsieur madame ' +
    'mademoiselle maître sr sra srta señor señora señorita senor senora senorita dña sig sigra signor ' +
    'signora signorina dott dottssa avv dhr mevr mevrouw mw drs ir mej pan pani shri smt г-н г-жа κος ' +
    'κα'
  ).split(' '),
)

/** Honorifics that may also be names: they count only with a dot, and not before an initial. */
export const dottedHonorifics: ReadonlySet<string> = new Set(
  'fr ing mag pan ir med nat phil jur rer hon maj imam gen col doc'.split(' '),
)

/** Suffixes that distinguish father and son, in their normalised spelling. */
export const generations: ReadonlyMap<string, string> = new Map([
  ...(['jr', 'jnr'] as const).map((word) => [word, 'Jr'] as const),
  ...(['sr', 'snr'] as const).map((word) => [word, 'Sr'] as const),
  ...(['ii', '2nd'] as const).map((word) => [word, 'II'] as const),
  ...(['iii', '3rd'] as const).map((word) => [word, 'III'] as const),
  ...(['iv', '4th'] as const).map((word) => [word, 'IV'] as const),
])

/** Titles after a name that are not part of it. */
export const credentials: ReadonlySet<string> = new Set(
  (
    'phd dphil md mba msc bsc llb llm esq esquire obe mbe cbe kbe dds dvm cpa frcs mrcp mrcs frs bds ' +
    'pgce ceng rgn edd psyd'
  ).split(' '),
)

/** Particles that begin a family name. */
export const particles: ReadonlySet<string> = new Set([
  ...(
    'van von vom zu zum zur der den de het ten ter te la las los le les du des del della delle dei ' +
    'degli di da dal das do dos af av bin binti bint ibn al el mc st saint san santa y e und lo ap'
  ).split(' '),
  "'t",
  "o'",
  "d'",
])

/** Particles that join two family names. */
export const joiners: ReadonlySet<string> = new Set(['y', 'e', 'und'])

/** Particles that are written with a capital. */
export const capitalParticles: ReadonlySet<string> = new Set([
  'mc',
  'st',
  'saint',
  'san',
  'santa',
  "o'",
  "d'",
])
