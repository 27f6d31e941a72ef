/** Names of U+00A0 to U+00FF, in order; in these the semicolon may be missing. */
const LATIN =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute ' +
  'micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring ' +
  'AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml ' +
  'times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil ' +
  'egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ' +
  'ugrave uacute ucirc uuml yacute thorn yuml';

/** The other names of HTML 4: a first code point, and the names from there on. Exchange writes characters, or numbers, for all else. */
const OTHERS =
  '152:OElig,oelig 160:Scaron,scaron 178:Yuml 192:fnof 2c6:circ 2dc:tilde ' +
  '391:Alpha,Beta,Gamma,Delta,Epsilon,Zeta,Eta,Theta,Iota,Kappa,Lambda,Mu,Nu,Xi,Omicron,Pi,Rho ' +
  '3a3:Sigma,Tau,Upsilon,Phi,Chi,Psi,Omega 3b1:alpha,beta,gamma,delta,epsilon,zeta,eta,theta,iota,kappa,lambda,mu ' +
  ',nu,xi,omicron,pi,rho,sigmaf,sigma,tau,upsilon,phi,chi,psi,omega 3d1:thetasym,upsih 3d6:piv 2002:ensp,emsp ' +
  '2009:thinsp 200c:zwnj,zwj,lrm,rlm 2013:ndash,mdash 2018:lsquo,rsquo,sbquo 201c:ldquo,rdquo,bdquo ' +
  '2020:dagger,Dagger,bull 2026:hellip 2030:permil 2032:prime,Prime 2039:lsaquo,rsaquo 203e:oline 2044:frasl ' +
  '20ac:euro 2111:image 2118:weierp 211c:real 2122:trade 2135:alefsym 2190:larr,uarr,rarr,darr,harr 21b5:crarr ' +
  '21d0:lArr,uArr,rArr,dArr,hArr 2200:forall 2202:part,exist 2205:empty 2207:nabla,isin,notin 220b:ni 220f:prod ' +
  '2211:sum,minus 2217:lowast 221a:radic 221d:prop,infin 2220:ang 2227:and,or,cap,cup,int 2234:there4 223c:sim ' +
  '2245:cong 2248:asymp 2260:ne,equiv 2264:le,ge 2282:sub,sup,nsub 2286:sube,supe 2295:oplus 2297:otimes ' +
  '22a5:perp 22c5:sdot 2308:lceil,rceil,lfloor,rfloor 25ca:loz 2660:spades 2663:clubs 2665:hearts,diams ' +
  '27e8:lang,rang';

const LOOSE = new Map<string, number>([
  ...LATIN.split(' ').map((name, i): [string, number] => [name, 0xa0 + i]),
  ...Object.entries({ amp: 38, AMP: 38, lt: 60, LT: 60, gt: 62, GT: 62, quot: 34, QUOT: 34, COPY: 169, REG: 174 }),
]);
const STRICT = new Map<string, number>([
  ...OTHERS.split(' ').flatMap((run) => {
    const [first = '', names = ''] = run.split(':');
    return names.split(',').map((name, i): [string, number] => [name, Number.parseInt(first, 16) + i]);
  }),
  ['apos', 39],
]);

/** What pages in Windows-1252 mean by numbers that are control characters. */
const WINDOWS =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

function character(code: number): string {
  if (code >= 0x80 && code < 0xa0) return WINDOWS[code - 0x80] as string;
  const none = code === 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000);
  return none ? '\ufffd' : String.fromCodePoint(code);
}

/** No name is longer. */
const LONGEST = Math.max(...[...LOOSE.keys(), ...STRICT.keys()].map((name) => name.length));
const LONGEST_LOOSE = Math.max(...[...LOOSE.keys()].map((name) => name.length));
const [HASH, SEMICOLON, EQUALS, X] = [35, 59, 61, 120];
/** What turns a letter into its small one. */
const SMALL = 32;
const HIGHEST = 0x10ffff;
/** So many pieces become one: millions of them would keep the memory busy. */
const PIECES = 1000;

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isLetter = (c: number): boolean => (c | SMALL) >= 97 && (c | SMALL) <= 122;

/**
 * Text with its character references read, by number or by name; what is none stays as it is. In an attribute a name without its
 * semicolon is part of an address more often than a character: `?a=1&copy=2`. An expression that calls back for each of the millions that
 * a hostile body has would take seconds.
 */
export function decoded(text: string, inAttribute = false): string {
  const said: string[] = [];
  let pieces: string[] = [];
  let plain = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    const found = text.charCodeAt(at + 1) === HASH ? byNumber(text, at + 2) : byName(text, at + 1, inAttribute);
    if (!found) continue;
    pieces.push(text.slice(plain, at), found.character);
    plain = found.end;
    if (pieces.length < PIECES) continue;
    said.push(pieces.join(''));
    pieces = [];
  }
  return plain === 0 ? text : said.join('') + pieces.join('') + text.slice(plain);
}

interface Reference {
  character: string;
  end: number;
}

function byNumber(text: string, from: number): Reference | undefined {
  const hex = (text.charCodeAt(from) | SMALL) === X;
  const first = hex ? from + 1 : from;
  let code = 0;
  let end = first;
  for (let c = text.charCodeAt(end); ; c = text.charCodeAt(end)) {
    const digit = isDigit(c) ? c - 48 : hex && isLetter(c) && (c | SMALL) <= 102 ? (c | SMALL) - 87 : -1;
    if (digit < 0) break;
    // However many follow, it is none.
    code = Math.min(code * (hex ? 16 : 10) + digit, HIGHEST + 1);
    end += 1;
  }
  if (end === first) return undefined;
  return { character: character(code), end: text.charCodeAt(end) === SEMICOLON ? end + 1 : end };
}

const codeOf = (name: string, closed: boolean): number | undefined =>
  LOOSE.get(name) ?? (closed ? STRICT.get(name) : undefined);

function byName(text: string, from: number, inAttribute: boolean): Reference | undefined {
  if (!isLetter(text.charCodeAt(from))) return undefined;
  let end = from + 1;
  for (let c = text.charCodeAt(end); isLetter(c) || isDigit(c); c = text.charCodeAt(end)) end += 1;
  const closed = text.charCodeAt(end) === SEMICOLON;
  const whole = end - from > LONGEST ? undefined : codeOf(text.slice(from, end), closed);
  if (inAttribute && !closed && (whole === undefined || text.charCodeAt(end) === EQUALS)) return undefined;
  if (whole !== undefined) return { character: character(whole), end: closed ? end + 1 : end };
  // "&copy2026": the longest name that needs no semicolon.
  for (let length = Math.min(end - from, LONGEST_LOOSE); length > 1; length -= 1) {
    const code = LOOSE.get(text.slice(from, from + length));
    if (code !== undefined) return { character: character(code), end: from + length };
  }
  return undefined;
}
