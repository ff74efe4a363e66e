/*
 * What identifies an organisation by its name. Sources: the legal forms that the registers of each country list, and
 * words that name an organisation in several languages and are no family names. Compared in lower case, without dots.
 */

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Legal forms after a name that nobody is called. */
export const certainForms: readonly string[] = [
  ...words(`ltd limited plc llp llc pllc lllp inc incorporated corp corporation cic cio unltd ultd dac clg teo teoranta
    gmbh ggmbh mbh gug kgaa ohg gbr eingetragener stiftung genossenschaft aktiengesellschaft gesellschaft
    sarl sàrl eurl sasu selarl scop srl srls spa sapa sprl bvba bvi vzw asbl ltda lda eireli unipessoal sociedade
    slu sll sau oyj osk aps asa ans aktiebolag handelsbolag osakeyhtiö anpartsselskab
    oy kft zrt nyrt eood ood ead ooo oao zao pao тов ооо оао зао пао ооод еоод оод
    pty bhd sdn pvt pte tbk jsc cjsc ojsc pjsc lllc kk yk`),
  ...['pty ltd', 'pvt ltd', 'private limited', 'pte ltd', 'sdn bhd', 'co ltd', 'company limited', 'e v i g'],
  ...['sp z oo', 'sp z o o', 'sp zoo', 'spzoo', 'sp j', 'sp k', 'spol s r o', 'spol sro', 's r o', 'd o o'],
  ...['sa de cv', 's de rl', 's de rl de cv', 'sapi de cv', 'sa de c v', 'a/s', 'i/s', 'k/s', 'p/s', 'v/s'],
  ...['gmbh & co kg', 'ag & co kg', 'ltd & co kg', 'ug haftungsbeschränkt', 'ltd şti', 'ltd sti', 'a ş'],
]

/** Words after a name that say that it is a firm, without being a legal form. */
export const tradingForms: readonly string[] = [
  ...['& co', 'and co', 'et cie', '& cie', 'y cia', 'e cia', '& cia', '& company', 'and company'],
  ...[
    '& sons',
    'and sons',
    '& son',
    'and son',
    '& daughters',
    'and daughters',
    '& bros',
    '& brothers',
    'bros',
  ],
  ...['& partners', 'and partners', '& partner', 'und partner', '& associates', 'and associates'],
  ...['et fils', '& fils', 'e figli', '& figli', 'e filhos', '& filhos', 'y hijos', 'e hijos', '& hijos'],
  ...['& söhne', 'und söhne', '& sohn', '& zonen', 'en zonen', '& zoon', '& sønner', '& søn', 'og sønner'],
]

/**
 * Legal forms that are also initials (Ramesh K.G.). With capitals or dots they count, except in countries where people
 * write their initials last.
 */
export const capitalForms: ReadonlySet<string> = new Set(
  words('ag kg ug bv nv vof ab hb kb ev eg oy oü slp srl uab sia ohg epe ike doo sro spa αε sci snc'),
)
export const initialsLast: ReadonlySet<string> = new Set(words('IN LK BD NP MY SG'))

/**
 * Legal forms that are also family names (Maria Sá, Anna Sas, Rosa Co). With capitals or dots they count after two other
 * words, or after one in these countries.
 */
export const formsByCountry: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    ek: 'DE',
    se: 'DE FR NL AT',
    og: 'AT',
    sa: 'FR BE LU CH ES AR CL MX PE CO GR PL RO',
    sas: 'FR CO AR IT',
    sc: 'FR PL',
    gie: 'FR',
    ss: 'IT',
    cv: 'NL BE MX ID',
    as: 'NO DK EE CZ SK',
    da: 'NO',
    ky: 'FI',
    sl: 'ES',
    me: 'BR',
    epp: 'BR',
    lp: 'GB US CA',
    pc: 'US',
    co: 'US CA GB',
    bt: 'HU',
    dd: 'HR SI BA',
    ad: 'RS BG MK ME',
    ae: 'GR',
  }).map(([form, countries]) => [form, countries.split(' ')]),
)

/** Legal forms that come before the name. */
export const leadingForms: ReadonlySet<string> = new Set(
  words('sarl eurl sasu sci scp uab sia ooo оао ооо зао пао тов messrs firma oy').filter(
    (word) => word !== '',
  ),
)

/** Japanese, Chinese and Korean legal forms, written without spaces. */
export const eastAsianForms =
  /株式会社|有限会社|合同会社|合資会社|一般社団法人|財団法人|医療法人|有限公司|有限责任公司|集团|주식회사|유한회사|㈱|㈲/u

/** Words that name an organisation in any place of its name. */
export const organisationWords: ReadonlySet<string> = new Set(
  words(`university universität universitaet universidad université universite universidade università universita
    universiteit universitet uniwersytet hochschule institute institut instituto istituto academy akademie academia
    accademia schule grundschule gymnasium colegio colégio escuela escola école ecole lycée lycee scuola szkoła
    kindergarten kita nursery schools hospital krankenhaus klinikum klinik clinic clinics clínica clinica clinique
    hôpital ospedale ziekenhuis surgery dental dentistry zahnarztpraxis arztpraxis praxis pharmacy apotheke pharmacie
    farmacia farmácia apotheek veterinary vets physiotherapy optometrists opticians
    bakery bakers bäckerei baeckerei boulangerie pâtisserie patisserie panadería panaderia padaria panificio bakkerij
    restaurant restaurante ristorante trattoria pizzeria pizza brasserie bistro diner café cafe caffè caffe coffee
    tearooms brewery brewing brauerei winery catering caterers hotel hotels hôtel hostel albergo pousada
    plumbing heating electrical electricals roofing scaffolding flooring carpentry joinery builders contractors
    construction constructions constructora construtora construções bau bauunternehmen hochbau tiefbau engineering
    engineers motors autos automotive garage garages autohaus garagem tyres taxis cabs transport transports logistics
    logistik logistica logística freight haulage courier couriers shipping removals cleaning cleaners
    laundry florists butchers fishmongers grocers hairdressers barbers upholstery
    services solutions consulting consultants consultancy consultoria beratung associates associazione associação
    asociación association foundation fundación fundação fondazione fondation stichting vereniging verein verband
    holdings holding enterprises enterprise industries industrie industria indústria manufacturing technologies
    technology technologie tecnologia tecnología systems software computing electronics digital analytics
    properties lettings realty immobilien immobilier inmobiliaria imobiliária architects architekten solicitors
    barristers attorneys rechtsanwälte accountants accountancy bookkeeping steuerberater insurance versicherung
    assurances seguros investments ventures equity financial finance treuhand agency agentur agence agencia agência
    productions publishing publishers verlag éditions editions press printing printers studios studio
    museum museums library bibliothek theatre teatro cinema gallery galerie galería
    ministry ministerium ministère ministerio department gemeinde stadtverwaltung landratsamt mairie
    ayuntamiento prefeitura comune gobierno authority municipality embassy consulate police nhs
    charity committee federation confederation society societies cooperative co-operative coop cooperativa
    parish diocese mosque synagogue cathedral kirchengemeinde paroisse parrocchia
    supermarket supermarkets supermercado wholesale wholesalers retail retailers traders trading imports exports
    company companies compagnie compañía companhia firma unternehmen gebrüder gebr gebroeders hermanos irmãos fratelli
    frères freres supplies products foods farms nurseries kennels livery gym fitness wellness`),
)

/** Words that name an organisation only at the end: elsewhere they can be somebody's name. */
export const lastOrganisationWords: ReadonlySet<string> = new Set(
  words(`group gruppe groupe grupo gruppo media shop shops store stores designs labs partners partnership club union
    network international global team teams workshop works salon centre center bookshop brothers market`),
)

/** Words that name an organisation, but are also family names (Charlotte Church): another sign is needed. */
export const familyNameWords: ReadonlySet<string> = new Set(
  words('church bank hall house law temple abbey chapel trust council school college farm inn court lodge'),
)

/** Those that nearly nobody is called: three words are sign enough. */
export const rareFamilyNameWords: ReadonlySet<string> = new Set(words('trust council school college'))

/** What stands beside them in the name of an organisation: places, denominations, kinds of school. */
export const organisationSigns: ReadonlySet<string> = new Set(
  words(`the of for and & city county borough district parish town village community national royal united first central
    public state holy trinity saint st our baptist methodist catholic anglican presbyterian lutheran evangelical orthodox
    primary secondary grammar high infant junior comprehensive preparatory elementary middle north south east west
    northern southern eastern western hospital university`),
)

/** Vietnamese family names: 'The Anh Nguyen' is a person, 'The Copper Kettle' is not. */
export const vietnameseFamilies: ReadonlySet<string> = new Set(
  words(`nguyen nguyễn tran trần le lê pham phạm hoang hoàng huynh huỳnh phan vu vũ vo võ dang đặng bui bùi do đỗ ho hồ
    ngo ngô duong dương ly lý dinh đinh doan đoàn truong trương trinh trịnh mai dao đào cao lam lâm`),
)
