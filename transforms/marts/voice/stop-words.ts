/** Words that every text has, and that say nothing about it. */
export const stopWords: readonly string[] = `
  a about above after again all also am an and any are as at be because been before being below between both but by can could
  did do does doing don down during each even every few for from further get give go got had has have having he her here hers
  him his how i if in into is it its itself just know let like made make me more most much my myself no nor not now of off on
  once one only or other our out over own please same say she should since so some such than that the their theirs them then
  there these they thing things this those through time to too two under until up us use very want was we well were what when
  where which while who whom why will with would yet you your yours dear hello hi hey kind regards thanks thank best many
  really still would back come came went tell told anything nobody something need
`
  .trim()
  .split(/\s+/)
