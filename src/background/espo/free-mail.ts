/** Domains whose addresses anybody may have: they say nothing of where somebody works. */
const DOMAINS: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.es hotmail.com hotmail.de hotmail.fr hotmail.es hotmail.it hotmail.co.uk
  live.com live.de live.fr live.co.uk msn.com passport.com yahoo.com yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.co.uk yahoo.co.in yahoo.co.jp
  yahoo.com.br ymail.com rocketmail.com icloud.com me.com mac.com aol.com aol.de aim.com gmx.de gmx.net gmx.at gmx.ch gmx.com web.de
  t-online.de freenet.de arcor.de posteo.de mailbox.org mail.de proton.me protonmail.com pm.me tutanota.com tuta.com tuta.io zoho.com
  fastmail.com hey.com hushmail.com mail.com email.com orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr libero.it virgilio.it tiscali.it
  alice.it bluewin.ch telenet.be skynet.be ziggo.nl kpnmail.nl telefonica.net terra.es terra.com.br uol.com.br bol.com.br ig.com.br
  globo.com ukr.net i.ua meta.ua bigmir.net mail.ru inbox.ru list.ru bk.ru yandex.ru yandex.com ya.ru rambler.ru seznam.cz centrum.cz
  wp.pl o2.pl onet.pl interia.pl abv.bg btinternet.com virginmedia.com sky.com talktalk.net comcast.net verizon.net att.net sbcglobal.net
  bellsouth.net cox.net charter.net rogers.com shaw.ca bigpond.com optusnet.com.au xtra.co.nz rediffmail.com qq.com foxmail.com 163.com 126.com
  sina.com naver.com daum.net hanmail.net maktoob.com`.split(/\s+/),
);

/** Those that are the same in many countries: hotmail.nl, yahoo.com.mx. */
const EVERYWHERE =
  /^(aol|gmail|gmx|googlemail|hotmail|live|msn|outlook|protonmail|yahoo|yandex|ymail)(\.(com?|net|org))?(\.[a-z]{2})?$/;

export const isFreeMail = (domain: string): boolean => {
  const lower = domain.toLowerCase();
  return DOMAINS.has(lower) || EVERYWHERE.test(lower);
};
