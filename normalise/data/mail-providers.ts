/** A provider that ignores tags. How it interprets the part before the @. Addresses that it treats as equal are one mailbox. */
export interface MailProvider {
  readonly domains: readonly string[]
  /** The domain that represents all of them, if they share a namespace. */
  readonly domain?: string
  /** Characters that the provider ignores. */
  readonly ignores?: RegExp
  /** What begins a tag; '+' by default. */
  readonly tag?: '+' | '-'
}

const yahoo =
  'yahoo.com ymail.com rocketmail.com myyahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.es yahoo.it ' +
  'yahoo.ie yahoo.ca yahoo.com.au yahoo.co.nz yahoo.com.br yahoo.com.ar yahoo.com.mx yahoo.co.in ' +
  'yahoo.in yahoo.com.sg yahoo.com.hk yahoo.se yahoo.no yahoo.dk yahoo.pl yahoo.gr yahoo.ro ' +
  'yahoo.co.id yahoo.com.ph yahoo.com.vn yahoo.com.tw yahoo.co.za yahoo.com.tr yahoo.com.my'

const microsoft =
  'outlook.com hotmail.com live.com msn.com passport.com outlook.fr outlook.de outlook.es outlook.it ' +
  'outlook.ie outlook.com.br outlook.com.au outlook.jp outlook.in hotmail.co.uk hotmail.fr hotmail.de ' +
  'hotmail.it hotmail.es hotmail.nl hotmail.be hotmail.se hotmail.no hotmail.dk hotmail.ca ' +
  'hotmail.com.au hotmail.com.br hotmail.gr live.co.uk live.fr live.de live.nl live.it live.be live.ie ' +
  'live.ca live.se live.no live.dk live.com.au live.co.za live.com.mx live.com.pt live.cn live.jp'

/** Sources: the providers' own help pages on aliases and sub-addressing. */
export const mailProviders: readonly MailProvider[] = [
  { domains: ['gmail.com', 'googlemail.com'], domain: 'gmail.com', ignores: /\./g },
  {
    domains: ['proton.me', 'protonmail.com', 'pm.me', 'protonmail.ch'],
    domain: 'proton.me',
    ignores: /[._-]/g,
  },
  { domains: ['icloud.com', 'me.com', 'mac.com'], domain: 'icloud.com' },
  { domains: ['fastmail.com', 'fastmail.fm', 'fastmail.co.uk', 'messagingengine.com'] },
  { domains: ['yandex.ru', 'yandex.com', 'ya.ru', 'yandex.by', 'yandex.kz'], domain: 'yandex.ru' },
  { domains: microsoft.split(' ') },
  { domains: ['zoho.com', 'mailbox.org', 'posteo.de', 'posteo.net', 'runbox.com', 'hey.com', 'pobox.com'] },
  // reserved for examples; the people of the sample company have their mailboxes there
  { domains: ['gmail.example', 'outlook.example', 'icloud.example'] },
  { domains: yahoo.split(' '), tag: '-' },
]

/** Other domains on which anyone can have a mailbox. */
export const personalDomains: readonly string[] = (
  '' +
  '' +
  '' +
  '' +
  '' +
  'aol.com aol.co.uk aim.com aol.de aol.fr verizon.net comcast.net att.net sbcglobal.net ' +
  'bellsouth.net cox.net charter.net earthlink.net optonline.net juno.com roadrunner.com rr.com ' +
  'frontier.com windstream.net centurylink.net mail.com email.com usa.com hushmail.com ' +
  'tutanota.com tuta.io tutamail.com tuta.com duck.com ' +
  'disroot.org riseup.net btinternet.com btopenworld.com talktalk.net ' +
  'tiscali.co.uk sky.com virginmedia.com virgin.net blueyonder.co.uk ntlworld.com plus.com ' +
  'plusnet.com o2.co.uk orange.net eircom.net gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.co.uk web.de ' +
  't-online.de freenet.de arcor.de 1und1.de online.de bluewin.ch hispeed.ch sunrise.ch aon.at ' +
  'chello.at orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr club-internet.fr ' +
  'numericable.fr skynet.be telenet.be proximus.be scarlet.be voo.be ziggo.nl kpnmail.nl planet.nl ' +
  'home.nl xs4all.nl hetnet.nl upcmail.nl casema.nl libero.it virgilio.it tiscali.it alice.it tin.it ' +
  'inwind.it tim.it fastwebnet.it telefonica.net terra.es ono.com movistar.es sapo.pt iol.pt ' +
  'telia.com bredband.net comhem.se spray.se online.no getmail.no mail.dk stofanet.dk kolumbus.fi ' +
  'luukku.com wp.pl o2.pl onet.pl op.pl interia.pl gazeta.pl poczta.fm seznam.cz email.cz centrum.cz ' +
  'atlas.cz azet.sk zoznam.sk freemail.hu citromail.hu abv.bg mail.bg otenet.gr mail.ru bk.ru ' +
  'inbox.ru list.ru rambler.ru ukr.net i.ua inbox.lv mail.ee one.lt qq.com foxmail.com 163.com ' +
  '126.com yeah.net sina.com sohu.com 139.com aliyun.com naver.com daum.net hanmail.net nate.com ' +
  'kakao.com yahoo.co.jp docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp au.com nifty.com ' +
  'rediffmail.com uol.com.br bol.com.br terra.com.br ig.com.br globo.com r7.com prodigy.net.mx ' +
  'bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au internode.on.net xtra.co.nz ' +
  'slingshot.co.nz shaw.ca rogers.com sympatico.ca telus.net videotron.ca bell.net cogeco.ca ' +
  'mweb.co.za telkomsa.net vodamail.co.za walla.co.il walla.com'
).split(' ')

/** Role accounts, and what people enter if they have no address. */
export const roleNames: readonly string[] = (
  'info infos information contact contacts kontakt contacto contatto hello hi hallo enquiries enquiry ' +
  'inquiries inquiry office buero bureau mail email post reception frontdesk sales sale verkauf ' +
  'ventes ventas vendite verkoop shop store webshop orders order bestellung commande pedidos bookings ' +
  'booking reservations support help helpdesk service services customerservice customercare ' +
  'customersupport kundenservice serviceclient care admin administrator administration root sysadmin ' +
  'webmaster hostmaster postmaster abuse security noc it tech billing accounts accounting ' +
  'accountspayable ap finance invoice invoices invoicing payments payroll rechnung buchhaltung ' +
  'facturation compta facturas legal privacy gdpr dpo compliance hr jobs careers recruitment ' +
  'recruiting marketing media press presse pr news newsletter subscribe unsubscribe team staff ' +
  'everyone all group returns delivery shipping warehouse purchasing procurement feedback noreply ' +
  'donotreply dontreply nepasrepondre mailerdaemon bounce bounces notifications notification alerts ' +
  'alert automated system daemon dev devnull test testing tester demo example guest anonymous ' +
  'customer client user unknown none null na nobody noemail nomail noaddress notprovided asdf walkin ' +
  'pos till'
).split(' ')
