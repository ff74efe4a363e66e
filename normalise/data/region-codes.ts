/** States and provinces for which both the name and the code are common (ISO 3166-2). */
const names: Readonly<Record<string, string>> = {
  US:
    'AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,' +
    'DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,' +
    'KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,' +
    'MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,' +
    'NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,' +
    'SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,' +
    'WV West Virginia,WI Wisconsin,WY Wyoming,PR Puerto Rico',
  CA:
    'AB Alberta,BC British Columbia,MB Manitoba,NB New Brunswick,NL Newfoundland and Labrador,NS Nova Scotia,' +
    'NT Northwest Territories,NU Nunavut,ON Ontario,PE Prince Edward Island,QC Quebec,SK Saskatchewan,YT Yukon',
  AU:
    'NSW New South Wales,VIC Victoria,QLD Queensland,SA South Australia,WA Western Australia,TAS Tasmania,' +
    'ACT Australian Capital Territory,NT Northern Territory',
}

/** For each country, maps names and codes, in lower case without spaces, to codes. */
export const regionCodes: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(names).map(([country, list]) => [
    country,
    new Map(
      list.split(',').flatMap((entry) => {
        const space = entry.indexOf(' ')
        const code = entry.slice(0, space)
        const name = entry.slice(space).replaceAll(' ', '').toLowerCase()
        return [
          [code.toLowerCase(), code],
          [name, code],
        ]
      }),
    ),
  ]),
)
