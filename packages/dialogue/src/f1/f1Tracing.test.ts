import { describe, expect, it } from 'vitest';
import { checkDialogue } from '../check/checkDialogue.ts';
import type { Variables } from '../session.ts';
import { example, walk } from '../testWalk.ts';
import { f1Tracing } from './f1Tracing.ts';

/** What happens from the first word to the last, the opening and the questions themselves left out where they are plain. */
type Case = { readonly title: string; readonly path: string; readonly with?: Variables; readonly told: string };

const { nam_sinh: _year, ...noYear } = example;
const gate = 'play M1, play M2, answer M2 right, play M3, answer M3 1985, identified, play A1';

const cases: readonly Case[] = [
  {
    title: 'a healthy contact who stayed in answers everything and hears the closing',
    path: 'E 1 1985 1 2 2 4# 2 1 E',
    told: `${gate}, answer A1 yes, play A2, answer A2 no, play A3, answer A3 no, play A4, answer A4 4, play A5, answer A5 no, play A6, answer A6 home, play A7, end completed`,
  },
  {
    title: 'a contact of a contact hears the wording for F2, kept as an answer to the same question',
    path: 'E 1 1985 3 H',
    with: { ...example, level: 'F2' },
    told: `play M1, play M2, answer M2 right, play M3, answer M3 1985, identified, play A1F2, answer A1 unsure, play A2, end partial`,
  },
  {
    title: 'a severe sign: the alert at the key, then 115, then nothing more is asked',
    path: 'E 1 1985 1 1 1 E',
    told: `${gate}, answer A1 yes, play A2, answer A2 yes, errand symptoms, play A2b, answer A2b yes, alert severeSign, play URGENT, end urgent`,
  },
  {
    title: 'keys pressed while 115 is spoken do not cut it short',
    path: 'E 1 1985 1 1 1 1 * 0 9 E',
    told: `${gate}, answer A1 yes, play A2, answer A2 yes, errand symptoms, play A2b, answer A2b yes, alert severeSign, play URGENT, end urgent`,
  },
  {
    title: 'hanging up during 115 to ring it ends urgent, not cut off',
    path: 'E 1 1985 1 1 1 H',
    told: `${gate}, answer A1 yes, play A2, answer A2 yes, errand symptoms, play A2b, answer A2b yes, alert severeSign, play URGENT, end urgent`,
  },
  {
    title: 'symptoms without severe signs in a pregnant person: an alert, and the questions go on',
    path: 'E 1 1985 1 1 2 1 H',
    told: `${gate}, answer A1 yes, play A2, answer A2 yes, errand symptoms, play A2b, answer A2b no, play A2c, answer A2c yes, alert vulnerableWithFever, play A3, end partial`,
  },
  {
    title: 'symptoms at 65 or more alert by age, once, even if underlying disease is told too',
    path: 'E 1 1956 1 1 2 1 H',
    with: { ...example, nam_sinh: 1956 },
    told: `play M1, play M2, answer M2 right, play M3, answer M3 1956, identified, play A1, answer A1 yes, play A2, answer A2 yes, errand symptoms, alert vulnerableWithFever, play A2b, answer A2b no, play A2c, answer A2c yes, play A3, end partial`,
  },
  {
    title: 'symptoms of a child under five alert by age',
    path: 'E 1 1985 1 1 H',
    with: { ...example, tuoi: 4 },
    told: `${gate}, answer A1 yes, play A2, answer A2 yes, errand symptoms, alert vulnerableWithFever, play A2b, end partial`,
  },
  {
    title: 'symptoms of a child of five do not alert by age',
    path: 'E 1 1985 1 1 H',
    with: { ...example, tuoi: 5 },
    told: `${gate}, answer A1 yes, play A2, answer A2 yes, errand symptoms, play A2b, end partial`,
  },
  {
    title: 'symptoms at 64 do not alert by age',
    path: 'E 1 1957 1 1 H',
    with: { ...example, nam_sinh: 1957 },
    told: `play M1, play M2, answer M2 right, play M3, answer M3 1957, identified, play A1, answer A1 yes, play A2, answer A2 yes, errand symptoms, play A2b, end partial`,
  },
  {
    title: 'somebody who went out says where; two named contacts become two errands',
    path: 'E 1 1985 2 3 1 R 12# 1 R 0912345678# 4 1 R # 1 3 2 E',
    told: `${gate}, answer A1 no, play A2, answer A2 unsure, play A3, answer A3 yes, play A3r, answer A3r rec, play A4, answer A4 12, play A5, answer A5 yes, play A5n, answer A5n rec, errand namedContact, play A5p, answer A5p 0912345678, play A5r, answer A5r other, play A5m, answer A5m yes, play A5n, answer A5n/1 rec, errand namedContact/1, play A5p, answer A5p/1 , play A5r, answer A5r/1 family, play A5m, answer A5m/1 unsure, play A6, answer A6 central, play A7, end completed`,
  },
  {
    title: 'a # after a birth year that needed none belongs to the year',
    path: 'E 1 1985# 1 H',
    told: `${gate}, answer A1 yes, play A2, end partial`,
  },
  {
    title: 'one wrong year and the right one',
    path: 'E 1 1990 1985 H',
    told: `play M1, play M2, answer M2 right, play M3, answer M3 1990, play WRONG, play M3, answer M3/1 1985, identified, play A1, end partial`,
  },
  {
    title: 'two wrong years: an errand and no content',
    path: 'E 1 1990 1986 E',
    told: `play M1, play M2, answer M2 right, play M3, answer M3 1990, play WRONG, play M3, answer M3/1 1986, errand identityFailed, play BYE, end identityFailed`,
  },
  {
    title: 'a year nobody was born in is not a try, it is asked again',
    path: 'E 1 2031 0185 1985 H',
    told: `play M1, play M2, answer M2 right, play M3, play M3 slow, play M3 slow, answer M3 1985, identified, play A1, end partial`,
  },
  {
    title: 'a record with only an age accepts one year off, weakly',
    path: 'E 1 1986 H',
    with: { ...noYear, tuoi: 36 },
    told: `play M1, play M2, answer M2 right, play M3, answer M3 1986, identified weakly, play A1, end partial`,
  },
  {
    title: 'a record with only an age refuses two years off',
    path: 'E 1 1987 1983 E',
    with: { ...noYear, tuoi: 36 },
    told: `play M1, play M2, answer M2 right, play M3, answer M3 1987, play WRONG, play M3, answer M3/1 1983, errand identityFailed, play BYE, end identityFailed`,
  },
  {
    title: 'neither year nor age on record: an errand, the gate is not even asked',
    path: 'E 1 E',
    with: noYear,
    told: `play M1, play M2, answer M2 right, errand identityUnknown, play BYE, end identityFailed`,
  },
  {
    title: 'handed over: thirty seconds, then the opening again for the new ear',
    path: 'E 2 1 S E 1 1985 H',
    told: `play M1, play M2, answer M2 other, play M2b, answer M2b nearby, play M2wait, play M1, play M2, answer M2/1 right, play M3, answer M3 1985, identified, play A1, end partial`,
  },
  {
    title: 'not there now: call back later',
    path: 'E 2 2 E',
    told: `play M1, play M2, answer M2 other, play M2b, answer M2b away, callBackLater awayFromPhone, play M2later, end callBackLater`,
  },
  {
    title: 'a stranger: sorry, and an errand to correct the number',
    path: 'E 2 3 H',
    told: `play M1, play M2, answer M2 other, play M2b, answer M2b unknown, errand wrongNumber, play M2sorry, end wrongNumber`,
  },
  {
    title: 'nobody presses anything: asked again slower twice, then the neutral message',
    path: 'E S S S E',
    told: `play M1, play M2, play M2 slow, play M2 slow, errand noUsableAnswer, play HT, end noUsableAnswer`,
  },
  {
    title: 'a key without meaning is asked again slower, then the right one counts',
    path: 'E 1 1985 7 5 1 H',
    told: `${gate}, play A1 slow, play A1 slow, answer A1 yes, play A2, end partial`,
  },
  {
    title: 'one question left is passed over; a second one after another ends the call politely',
    path: 'E 1 1985 S S S 2 S S S S S S E',
    told: `${gate}, play A1 slow, play A1 slow, errand noUsableAnswer, play A2, answer A2 no, play A3, play A3 slow, play A3 slow, play A4, play A4 slow, play A4 slow, play BYE, end noUsableAnswer`,
  },
  {
    title: 'digits and then silence count as finished',
    path: 'E 1 1985 1 2 2 4 S H',
    told: `${gate}, answer A1 yes, play A2, answer A2 no, play A3, answer A3 no, play A4, answer A4 4, play A5, end partial`,
  },
  {
    title: 'in a number 0 and 9 are digits; 99 people are too many',
    path: 'E 1 1985 1 2 2 99# 09# H',
    told: `${gate}, answer A1 yes, play A2, answer A2 no, play A3, answer A3 no, play A4, play A4 slow, answer A4 9, play A5, end partial`,
  },
  {
    title: 'nine repeats, and is no answer',
    path: 'E 1 1985 9 1 H',
    told: `${gate}, play A1, answer A1 yes, play A2, end partial`,
  },
  {
    title: 'zero asks for an officer, before the gate too',
    path: 'E 0 E',
    told: `play M1, play M2, errand askedForOfficer, play OFFICER, end officer`,
  },
  {
    title: 'star refuses, in the middle of a number too',
    path: 'E 1 1985 1 2 2 4* E',
    told: `${gate}, answer A1 yes, play A2, answer A2 no, play A3, answer A3 no, play A4, errand refusedToAnswer, play STOP, end refused`,
  },
  {
    title: 'star or hanging up in the closing words is a completed call',
    path: 'E 1 1985 1 2 2 4# 2 3 *',
    told: `${gate}, answer A1 yes, play A2, answer A2 no, play A3, answer A3 no, play A4, answer A4 4, play A5, answer A5 no, play A6, answer A6 elsewhere, play A7, end completed`,
  },
  { title: 'a voice mailbox hears the neutral message', path: 'V E', told: 'play M1, play HT, end machine' },
  {
    title: 'after a key the detector is not believed',
    path: 'E 1 V 1985 H',
    told: `${gate}, end partial`,
  },
  { title: 'the opening is not interrupted by keys', path: '1 2 0 * H', told: 'play M1, end abandoned' },
  {
    title: 'nothing said after the beep is asked again, then left',
    path: 'E 1 1985 1 2 1 r r r H',
    told: `${gate}, answer A1 yes, play A2, answer A2 no, play A3, answer A3 yes, play A3r, play A3r slow, play A3r slow, errand noUsableAnswer, play A4, end partial`,
  },
];

describe('the F1 tracing call', () => {
  it.each(cases)('$title', ({ path, told, with: variables }) => {
    expect(walk(f1Tracing, path, variables).told.join(', ')).toBe(told);
  });

  it('passes the publishing check', () => {
    expect(checkDialogue(f1Tracing)).toEqual([]);
  });

  it('waits longer for a person of 60 or more', () => {
    expect(walk(f1Tracing, '', { ...example, nam_sinh: 1961 }).session.listenMs).toBe(9000);
    expect(walk(f1Tracing, '', { ...example, nam_sinh: 1962 }).session.listenMs).toBe(6000);
  });

  it('takes at most ten named contacts', () => {
    const each = 'R # 1 1 ';
    const { told } = walk(f1Tracing, `E 1 1985 1 2 2 4# 1 ${each.repeat(10)}1 E`);
    expect(told.filter((line) => line.startsWith('errand namedContact'))).toHaveLength(10);
    expect(told.slice(-3)).toEqual(['answer A6 home', 'play A7', 'end completed']);
  });
});
