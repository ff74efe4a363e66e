/** ISO 3166-1 as of 2026: each country's two-letter code followed by its three-letter code; Kosovo's is user-assigned. */
export const isoCodes = (
  'ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE ' +
  'BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS ' +
  'BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN ' +
  'COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST ' +
  'EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF ' +
  'GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD ' +
  'HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM ' +
  'JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA ' +
  'LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD ' +
  'MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM ' +
  'NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG ' +
  'PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA ' +
  'SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD ' +
  'STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON ' +
  'TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR ' +
  'VNVNM VUVUT WFWLF WSWSM XKXKK YEYEM YTMYT ZAZAF ZMZMB ZWZWE'
).split(' ')

/** Names that the Unicode CLDR lacks or writes differently, in the compared form: folded, without 'the'. */
export const aliases: Readonly<Record<string, string>> = {
  uk: 'GB',
  greatbritain: 'GB',
  britain: 'GB',
  ukmainland: 'GB',
  unitedkingdomofgreatbritainandnorthernireland: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  cymru: 'GB',
  northernireland: 'GB',
  eire: 'IE',
  republicofireland: 'IE',
  irelandrepublicof: 'IE',
  irishrepublic: 'IE',
  southernireland: 'IE',
  unitedstatesofamerica: 'US',
  america: 'US',
  estadosunidos: 'US',
  eeuu: 'US',
  rsa: 'ZA',
  republicofsouthafrica: 'ZA',
  sudafrica: 'ZA',
  uae: 'AE',
  emirates: 'AE',
  ksa: 'SA',
  holland: 'NL',
  el: 'GR',
  hellas: 'GR',
  brd: 'DE',
  federalrepublicofgermany: 'DE',
  bundesrepublikdeutschland: 'DE',
  czechrepublic: 'CZ',
  ceskarepublika: 'CZ',
  slovakrepublic: 'SK',
  macedonia: 'MK',
  fyrom: 'MK',
  burma: 'MM',
  swaziland: 'SZ',
  ivorycoast: 'CI',
  capeverde: 'CV',
  easttimor: 'TL',
  vatican: 'VA',
  holysee: 'VA',
  palestine: 'PS',
  stateofpalestine: 'PS',
  turkey: 'TR',
  russianfederation: 'RU',
  ussr: 'RU',
  korea: 'KR',
  southkorea: 'KR',
  republicofkorea: 'KR',
  korearepublicof: 'KR',
  northkorea: 'KP',
  koreademocraticpeoplesrepublicof: 'KP',
  democraticpeoplesrepublicofkorea: 'KP',
  congodemocraticrepublicof: 'CD',
  congothedemocraticrepublicofthe: 'CD',
  democraticrepublicofthecongo: 'CD',
  democraticrepublicofcongo: 'CD',
  drc: 'CD',
  zaire: 'CD',
  congo: 'CG',
  republicofthecongo: 'CG',
  virginislandsbritish: 'VG',
  virginislandsus: 'VI',
  peoplesrepublicofchina: 'CN',
  mainlandchina: 'CN',
  prc: 'CN',
  roc: 'TW',
  hongkong: 'HK',
  macau: 'MO',
  macao: 'MO',
  laopeoplesdemocraticrepublic: 'LA',
  syrianarabrepublic: 'SY',
  bruneidarussalam: 'BN',
  boliviaplurinationalstateof: 'BO',
  micronesiafederatedstatesof: 'FM',
  moldovarepublicof: 'MD',
  tanzaniaunitedrepublicof: 'TZ',
  venezuelabolivarianrepublicof: 'VE',
  iranislamicrepublicof: 'IR',
  taiwanprovinceofchina: 'TW',
  canaryislands: 'ES',
  balearics: 'ES',
  azores: 'PT',
  madeira: 'PT',
  sicily: 'IT',
  tahiti: 'PF',
  saintlucia: 'LC',
}

/** Names that are shorter or better known than those of the CLDR. */
export const displayNames: Readonly<Record<string, string>> = {
  HK: 'Hong Kong',
  MO: 'Macao',
  MM: 'Myanmar',
  PS: 'Palestine',
  CD: 'DR Congo',
  CG: 'Congo',
}

/** Regions of several countries that sources give as a country: kept by name, without a code. */
export const places: Readonly<Record<string, string>> = { channelislands: 'Channel Islands' }

/** Languages in which customers may write their country. */
export const languages: readonly string[] = [
  ...['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'sv', 'da', 'nb', 'fi', 'cs', 'sk', 'hu', 'ro', 'el'],
  ...['ru', 'uk', 'tr', 'ja', 'zh', 'ko', 'ar', 'he', 'hi', 'ca', 'hr', 'sl', 'et', 'lv', 'lt', 'bg', 'ga'],
]
