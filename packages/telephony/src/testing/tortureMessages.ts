/**
 * The messages of RFC 4475 (SIP torture tests), by the names they have there. Line ends are CRLF once written through `wire`.
 *
 * `read`: whether our parser takes it, and else why not. `reply`: what a host that may call us gets back; null: nothing.
 * Where the RFC leaves a choice (`may be liberal`) the choice is ours and stands here.
 */
export type TortureMessage = {
  readonly name: string;
  readonly text: string;
  readonly read: 'read' | 'notSip' | 'badHeader' | 'missingHeader' | 'shortBody';
  readonly reply: number | null;
};

/** As it goes on the wire; Content-Length `@` stands for the true one. */
export function wire({ text }: TortureMessage): Buffer {
  const crlf = text.replace(/\n/g, '\r\n');
  const body = crlf.slice(crlf.indexOf('\r\n\r\n') + 4);
  return Buffer.from(crlf.replace(/^((?:Content-Length|l) *: )@/m, `$1${Buffer.byteLength(body)}`));
}

const SDP = `v=0
o=mhandley 29739 7272939 IN IP4 192.0.2.3
s=-
c=IN IP4 192.0.2.4
t=0 0
m=audio 49217 RTP/AVP 0 12
m=video 3227 RTP/AVP 31
a=rtpmap:31 LPC
`;

const shortTortuous = `INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
TO :
 sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>
  ;
  tag = 98asjd8
MaX-fOrWaRdS: 0068
Call-ID: wsinv.ndaksdj@192.0.2.1
Content-Length   : @
cseq: 0009
  INVITE
Via  : SIP  /   2.0
 /UDP
    192.0.2.2;branch=390skdjuw
s :
NewFangledHeader:   newfangled value
 continued newfangled value
UnknownHeaderWithUnusualValue: ;;,,;;,;
Content-Type: application/sdp
Route:
 <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
v:  SIP  / 2.0  / TCP     spindle.example.com   ;
  branch  =   z9hG4bK9ikj8  ,
 SIP  /    2.0   / UDP  192.168.255.111   ; branch=
 z9hG4bK30239
m:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =
      newvalue ;
  secondparam ; q = 0.33

${SDP}`;

const strangeMethod = "!interesting-Method0123456789_*+`.%indeed'~";
const long = (text: string, times: number) => text.repeat(times);

/** A plain request with these lines after the usual ones. */
function plain(startLine: string, name: string, lines: string, body = ''): string {
  const method = startLine.split(' ', 1)[0] ?? '';
  return `${startLine}
Via: SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw${name}
Max-Forwards: 70
From: <sip:caller@example.net>;tag=${name}
To: <sip:user@example.com>
Call-ID: ${name}.0ha0isndaksdj@192.0.2.1
CSeq: 8 ${method}
${lines}
${body}`;
}

const contact = 'Contact: <sip:caller@host5.example.net>\n';
const typed = `Content-Type: application/sdp\nContent-Length: @\n`;
const invite = (name: string, uri: string, lines = '') => plain(`INVITE ${uri} SIP/2.0`, name, `${contact}${lines}${typed}`, SDP);

/** §3.1.1: unusual, but right. */
const valid: TortureMessage[] = [
  { name: 'wsinv', text: shortTortuous, read: 'read', reply: 481 },
  {
    name: 'intmeth',
    text: `${strangeMethod} sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0
Via: SIP/2.0/UDP host1.example.com;branch=z9hG4bK-.!%66*_+\`'~
To: "BEL:\\\x07 NUL:\\\x00 DEL:\\\x7f" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>
From: token1~\` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="работающий";tag=_token~1'+\`*%!-.
Call-ID: intmeth.word%ZK-!.*_+'@word\`~)(><:\\/"][?}{
CSeq: 139122385 ${strangeMethod}
Max-Forwards: 255
extensionHeader-!.%*+_\`'~:大停電
Content-Length: 0

`,
    read: 'read',
    reply: 501,
  },
  { name: 'esc01', text: invite('esc01', 'sip:sips%3Auser%40example.com@example.net'), read: 'read', reply: 180 },
  {
    name: 'escnull',
    text: plain(
      'REGISTER sip:example.com SIP/2.0',
      'escnull',
      'Contact: <sip:%00@host5.example.com>\nContact: <sip:%00%00@host5.example.com>\nL: 0\n',
    ),
    read: 'read',
    reply: 405,
  },
  {
    name: 'esc02',
    text: plain('RE%47IST%45R sip:registrar.example.com SIP/2.0', 'esc02', `${contact}Content-Length: 0\n`),
    read: 'read',
    reply: 501,
  },
  {
    name: 'lwsdisp',
    text: `OPTIONS sip:user@example.com SIP/2.0
To: sip:user@example.com
From: caller<sip:caller@example.com>;tag=323
Max-Forwards: 70
Call-ID: lwsdisp.1234abcd@funky.example.com
CSeq: 60 OPTIONS
Via: SIP/2.0/UDP funky.example.com;branch=z9hG4bKkdjuw
l: 0

`,
    read: 'read',
    reply: 200,
  },
  {
    name: 'longreq',
    text: `INVITE sip:user@example.com SIP/2.0
To: "I have a user name of ${long('extreme', 10)} proportion"<sip:user@example.com:6000;unknownparam1=very${long('long', 20)}value;longparam${long('name', 25)}=shortvalue;very${long('long', 25)}ParameterNameWithNoValue>
F: sip:${long('amazinglylongcallername', 5)}@example.net;tag=12${long('982', 50)}424;unknownheaderparam${long('name', 20)}=unknowheaderparam${long('value', 15)};unknownValueless${long('paramname', 10)}
Call-ID: longreq.one${long('really', 20)}longcallid
CSeq: 3882340 INVITE
Unknown-${long('Long', 20)}-Name: unknown-${long('long', 20)}-value; unknown-${long('long', 20)}-parameter-name = unknown-${long('long', 20)}-parameter-value
Via: SIP/2.0/UDP sip33.example.com
${long('v: SIP/2.0/TCP sip32.example.com\nV: SIP/2.0/TCP sip31.example.com\n', 16)}Max-Forwards: 70
Contact: <sip:${long('amazinglylongcallername', 5)}@host5.example.net>
${typed}
${SDP}`,
    read: 'read',
    reply: 180,
  },
  {
    name: 'dblreq',
    text: `${plain('REGISTER sip:example.com SIP/2.0', 'dblreq', `${contact}Content-Length: 0\n`)}${invite('dblreq', 'sip:joe@example.com')}`,
    read: 'read',
    reply: 405,
  },
  {
    name: 'semiuri',
    text: plain('OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0', 'semiuri', 'Accept: application/sdp\nl: 0\n'),
    read: 'read',
    reply: 200,
  },
  {
    name: 'transports',
    text: plain(
      'OPTIONS sip:user@example.com SIP/2.0',
      'transports',
      'Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf\nVia: SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj\nVia: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en\nVia: SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee\nl: 0\n',
    ),
    read: 'read',
    reply: 200,
  },
  {
    name: 'mpart01',
    text: plain(
      'MESSAGE sip:kumiko@example.org SIP/2.0',
      'mpart01',
      'Content-Type: multipart/mixed;boundary=7a9cbec02ceef655\nContent-Length: @\n',
      '--7a9cbec02ceef655\nContent-Type: text/plain\nContent-Transfer-Encoding: binary\n\nHello\n--7a9cbec02ceef655\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: binary\n\n\x00\x01\x02\x7f\n--7a9cbec02ceef655--\n',
    ),
    read: 'read',
    reply: 405,
  },
  ...['unreason', 'noreason'].map(
    (name): TortureMessage => ({
      name,
      text: `SIP/2.0 ${name === 'unreason' ? '200 = 2**3 * 5**2 но сто девяносто девять - простое' : '100 '}
Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923
Call-ID: ${name}.1234ksdfak3j2erwedfsASdf
CSeq: 35 INVITE
From: sip:user@example.com;tag=11141343
To: sip:user@example.edu;tag=2229
Content-Length: 0
Contact: <sip:user@host198.example.com>

`,
      read: 'read',
      reply: null,
    }),
  ),
];

/** §3.1.2: wrong in themselves. */
const invalid: TortureMessage[] = [
  // Separators too many; we are liberal.
  {
    name: 'badinv01',
    text: invite('badinv01', 'sip:user@example.com')
      .replace('host5.example.net>', 'host5.example.net>;;,;,,')
      .replace('uwbadinv01', 'uwbadinv01;;,;,,'),
    read: 'read',
    reply: 180,
  },
  { name: 'clerr', text: invite('clerr', 'sip:user@example.com').replace(': @', ': 9999'), read: 'shortBody', reply: null },
  { name: 'ncl', text: invite('ncl', 'sip:user@example.com').replace(': @', ': -999'), read: 'shortBody', reply: null },
  {
    name: 'scalar02',
    text: plain(
      'REGISTER sip:example.com SIP/2.0',
      'scalar02',
      'Contact: <sip:user@host129.example.com>;expires=280297596632815\nContent-Length: 0\n',
    )
      .replace('CSeq: 8', 'CSeq: 36893488147419103232')
      .replace(': 70', ': 300'),
    read: 'missingHeader',
    reply: null,
  },
  {
    name: 'scalarlg',
    text: `SIP/2.0 503 Service Unavailable
Via: SIP/2.0/UDP host129.example.com;branch=z9hG4bKzzxdiwo34sw;received=192.0.2.129
To: <sip:user@example.com>
From: <sip:other@example.net>;tag=2easdjfejw
CSeq: 9292394834772304023312 OPTIONS
Call-ID: scalarlg.noase0of0234hn2qofoaf0232aewf2394r
Retry-After: 949302838503028349304023988
Warning: 1812 overture "In Progress"
Content-Length: 0

`,
    read: 'missingHeader',
    reply: null,
  },
  {
    name: 'quotbal',
    text: invite('quotbal', 'sip:user@example.com').replace('To: <sip:user', 'To: "Mr. J. User <sip:j.user'),
    read: 'missingHeader',
    reply: null,
  },
  { name: 'ltgtruri', text: invite('ltgtruri', '<sip:user@example.com>'), read: 'read', reply: 400 },
  { name: 'lwsruri', text: invite('lwsruri', 'sip:user@example.com; lr'), read: 'notSip', reply: null },
  { name: 'lwsstart', text: invite('lwsstart', ' sip:user@example.com '), read: 'notSip', reply: null },
  { name: 'trws', text: plain('OPTIONS sip:remote-target@example.com SIP/2.0  ', 'trws', 'l: 0\n'), read: 'notSip', reply: null },
  // Headers in a request URI are ignored.
  { name: 'escruri', text: invite('escruri', 'sip:user@example.com?Route=%3Csip:example.com%3E'), read: 'read', reply: 180 },
  {
    name: 'baddate',
    text: invite('baddate', 'sip:user@example.com', 'Date: Fri, 01 Jan 2010 16:00:00 EST\n'),
    read: 'read',
    reply: 180,
  },
  {
    name: 'regbadct',
    text: plain(
      'REGISTER sip:example.com SIP/2.0',
      'regbadct',
      'Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E\nl: 0\n',
    ),
    read: 'read',
    reply: 405,
  },
  {
    name: 'badaspec',
    text: plain('OPTIONS sip:user@example.org SIP/2.0', 'badaspec', 'l: 0\n').replace(
      '<sip:user@example.com>',
      '"Watson, Thomas" < sip:t.watson@example.org >',
    ),
    read: 'read',
    reply: 200,
  },
  {
    name: 'baddn',
    text: plain('OPTIONS sip:t.watson@example.org SIP/2.0', 'baddn', 'l: 0\n').replace(
      'From: <sip:caller',
      'From: Bell, Alexander <sip:a.g.bell',
    ),
    read: 'read',
    reply: 200,
  },
  { name: 'badvers', text: plain('OPTIONS sip:t.watson@example.org SIP/7.0', 'badvers', 'l: 0\n'), read: 'notSip', reply: null },
  {
    name: 'mismatch01',
    text: plain('OPTIONS sip:user@example.com SIP/2.0', 'mismatch01', 'l: 0\n').replace('8 OPTIONS', '8 INVITE'),
    read: 'badHeader',
    reply: null,
  },
  {
    name: 'mismatch02',
    text: plain('NEWMETHOD sip:user@example.com SIP/2.0', 'mismatch02', 'l: 0\n').replace('8 NEWMETHOD', '8 INVITE'),
    read: 'badHeader',
    reply: null,
  },
  {
    name: 'bigcode',
    text: `SIP/2.0 4294967301 better not break the receiver
Via: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe
Call-ID: bigcode.asdof3uj203asdnf3429uasdhfas3ehjasdfas9i
CSeq: 353494 INVITE
From: <sip:user@example.com>;tag=39ansfi3
To: <sip:user@example.edu>;tag=902jndnke3
Content-Length: 0
Contact: <sip:user@host105.example.com>

`,
    read: 'notSip',
    reply: null,
  },
];

/** §3.2–3.4: right for the parser, wrong for a layer above, or old. */
const above: TortureMessage[] = [
  {
    name: 'badbranch',
    text: plain('OPTIONS sip:user@example.com SIP/2.0', 'badbranch', 'Accept: application/sdp\nl: 0\n').replace(
      'z9hG4bKkdjuwbadbranch',
      'z9hG4bK',
    ),
    read: 'read',
    reply: 200,
  },
  {
    name: 'insuf',
    text: 'INVITE sip:user@example.com SIP/2.0\nCSeq: 193942 INVITE\nVia: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf\nContent-Length: 0\n\n',
    read: 'missingHeader',
    reply: null,
  },
  {
    name: 'unkscm',
    text: plain('OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0', 'unkscm', 'l: 0\n'),
    read: 'read',
    reply: 416,
  },
  { name: 'novelsc', text: plain('OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0', 'novelsc', 'l: 0\n'), read: 'read', reply: 416 },
  {
    name: 'unksm2',
    text: plain('REGISTER sip:example.com SIP/2.0', 'unksm2', `${contact}l: 0\n`).replace(
      'To: <sip:user@example.com>',
      'To: isbn:2983792873',
    ),
    read: 'read',
    reply: 405,
  },
  {
    name: 'bext01',
    text: plain(
      'OPTIONS sip:user@example.com SIP/2.0',
      'bext01',
      'Require: nothingSupportsThis, nothingSupportsThisEither\nProxy-Require: noProxiesSupportThis, norDoAnyProxiesSupportThis\nl: 0\n',
    ),
    read: 'read',
    reply: 420,
  },
  {
    name: 'invut',
    text: plain(
      'INVITE sip:user@example.com SIP/2.0',
      'invut',
      `${contact}Content-Type: application/unknownformat\nContent-Length: @\n`,
      '<audio>\n <pcmu port="443"/>\n</audio>\n',
    ),
    read: 'read',
    reply: 415,
  },
  {
    name: 'regaut01',
    text: plain(
      'REGISTER sip:example.com SIP/2.0',
      'regaut01',
      `${contact}Authorization: NoOneKnowsThisScheme opaque-data=here\nl: 0\n`,
    ),
    read: 'read',
    reply: 405,
  },
  {
    name: 'multi01',
    text: invite(
      'multi01',
      'sip:user@company.com',
      'Via: SIP/2.0/UDP 192.0.2.25;branch=z9hG4bKkdjuw\nMax-Forwards: 5\nFrom: other <sip:other@example.net>;tag=3413415132\nTo: <sip:user@example.com>\nCall-ID: multi01.98asdh@192.0.2.2\nCSeq: 59 INVITE\n',
    ),
    read: 'badHeader',
    reply: null,
  },
  {
    name: 'mcl01',
    text: plain(
      'OPTIONS sip:user@example.com SIP/2.0',
      'mcl01',
      'Content-Length: 13\nContent-Length: 5\nContent-Type: text/plain\n',
      'There are no bits left.',
    ),
    read: 'badHeader',
    reply: null,
  },
  {
    name: 'bcast',
    text: `SIP/2.0 200 OK
Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923
Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23
Call-ID: bcast.0384840201234ksdfak3j2erwedfsASdf
CSeq: 35 INVITE
From: sip:user@example.com;tag=11141343
To: sip:user@example.edu;tag=2229
Content-Length: @
Content-Type: application/sdp
Contact: <sip:user@host28.example.com>

${SDP}`,
    read: 'read',
    reply: null,
  },
  {
    name: 'zeromf',
    text: plain('OPTIONS sip:user@example.com SIP/2.0', 'zeromf', 'l: 0\n').replace(': 70', ': 0'),
    read: 'read',
    reply: 200,
  },
  ...['cparam01', 'cparam02', 'regescrt'].map(
    (name): TortureMessage => ({
      name,
      text: plain(
        'REGISTER sip:example.com SIP/2.0',
        name,
        {
          cparam01: 'Contact: sip:+19725552222@gw1.example.net;unknownparam\nl: 0\n',
          cparam02: 'Contact: <sip:+19725552222@gw1.example.net;unknownparam>\nl: 0\n',
        }[name] ?? 'Contact: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>\nl: 0\n',
      ),
      read: 'read',
      reply: 405,
    }),
  ),
  // Accept without application/sdp: we answer with what was offered all the same.
  { name: 'sdp01', text: invite('sdp01', 'sip:user@example.com', 'Accept: text/nobodyKnowsThis\n'), read: 'read', reply: 180 },
  {
    name: 'inv2543',
    text: `INVITE sip:UserB@example.com SIP/2.0
Via: SIP/2.0/UDP iftgw.example.com
From: <sip:+13035551111@ift.client.example.net;user=phone>
Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>
To: sip:+16505552222@ss1.example.net;user=phone
Call-ID: inv2543.1717@ift.client.example.com
CSeq: 56 INVITE
Content-Type: application/sdp

${SDP}`,
    read: 'read',
    reply: 180,
  },
];

export const tortureMessages: readonly TortureMessage[] = [...valid, ...invalid, ...above];
