/** First and last names of people in Britain, by where their families come from. */
export interface NamePool {
  readonly weight: number
  readonly first: readonly [string, ...string[]]
  readonly last: readonly [string, ...string[]]
}

const words = (text: string): readonly [string, ...string[]] => {
  const [first = '', ...rest] = text.split(' ')
  return [first, ...rest]
}

export const namePools: readonly [NamePool, ...NamePool[]] = [
  {
    weight: 62,
    first: words(
      'Olivia Amelia Isla Emily Grace Freya Charlotte Sophie Evie Alice Eleanor Lucy Hannah Rebecca Laura Claire ' +
        'Nicola Karen Susan Margaret Joan Dorothy Oliver George Harry Jack Jacob Charlie Thomas William James Henry ' +
        'Edward Samuel Daniel Matthew Andrew Stephen Mark Paul David Peter Graham Kenneth Ronald Alan',
    ),
    last: words(
      'Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts ' +
        'Green Hall Wood Jackson Clarke Clark Harrison Hughes Edwards Turner Hill Moore Cooper Ward Morris Baker ' +
        'Lewis Parker Shaw Bennett Fletcher Whitaker Ashworth Pemberton Kirkbride Hollis Tennant Wainwright',
    ),
  },
  {
    weight: 10,
    first: words(
      'Eilidh Morag Fiona Catriona Rhona Callum Hamish Angus Fergus Rory Siân Rhiannon Megan Gareth Dylan',
    ),
    last: words(
      'MacDonald Campbell Stewart Mackenzie McGregor Fraser Douglas Llewellyn Griffiths Pritchard Bevan',
    ),
  },
  {
    weight: 6,
    first: words('Aoife Niamh Saoirse Ciara Gráinne Siobhán Conor Oisín Declan Eoin Pádraig Cormac Liam'),
    last: words("O'Brien O'Connor Murphy Kelly Byrne Ryan Gallagher Doyle Fitzgerald Ní-Bhriain Kavanagh"),
  },
  {
    weight: 10,
    first: words(
      'Priya Ananya Aisha Fatima Zara Meera Sana Nusrat Arjun Rohan Imran Mohammed Yusuf Vikram Harpreet Tariq',
    ),
    last: words('Patel Khan Singh Kaur Ahmed Hussain Begum Sharma Shah Malik Chowdhury Iyer Rahman Gill'),
  },
  {
    weight: 4,
    first: words('Adaeze Chidi Folake Tunde Ngozi Kwame Ama Kofi Abena Wanjiru Tendai Blessing'),
    last: words('Okafor Adeyemi Balogun Mensah Owusu Boateng Nwosu Mwangi Moyo Eze'),
  },
  {
    weight: 4,
    first: words('Agnieszka Katarzyna Małgorzata Piotr Paweł Łukasz Zofia Jiří Zuzana Andrei Ioana Elżbieta'),
    last: words('Kowalska Nowak Wiśniewski Wójcik Zieliński Novák Dvořák Popescu Ionescu Szymańska'),
  },
  {
    weight: 4,
    first: words('Élodie François Chloé José María Inês João Giulia Matteo Jürgen Anke Søren Åsa Zoë'),
    last: words('Lefèvre Martínez Núñez Gonçalves Rossi Müller Schröder Jørgensen Lindström Dubois García'),
  },
]

export const streets = words(
  'Mill Church Station Victoria Albert Park Orchard Grange Chapel Priory Bridge Canal Elm Oak',
)
export const emailHosts = words(
  'gmail.example outlook.example icloud.example btinternet.example yahoo.example',
)
