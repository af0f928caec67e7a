import { describe, expect, it } from 'vitest';
import { dateOfDay } from './days.ts';
import { TestOutbreak } from './testGraph.ts';

const ill = { case: { onset: '2021-07-05', isolated: '2021-07-08' } };

describe('levels', () => {
  it('gives no level for a meeting before the infection', () => {
    const outbreak = new TestOutbreak({ an: ill }, [
      { from: 'an', to: 'binh', last: '2021-07-01' },
      { from: 'an', to: 'chi', last: '2021-07-02' },
    ]);
    expect(outbreak.level('binh')).toBeNull();
    expect(outbreak.level('chi')).toBe(1); // three days before onset
    outbreak.contacts.push({ from: 'chi', to: 'dung', last: '2021-07-01' }, { from: 'chi', to: 'giang', last: '2021-07-03' });
    expect(outbreak.level('dung')).toBeNull(); // chi had not met the case yet
    expect(outbreak.level('giang')).toBe(2);
  });

  it('counts from the first positive sample where nobody knows the onset, and takes an earlier positive sample as proof', () => {
    const outbreak = new TestOutbreak(
      { an: { case: { positive: '2021-07-05' } }, ba: { case: { onset: '2021-07-10', positive: '2021-07-04' } } },
      [
        { from: 'an', to: 'binh', last: '2021-07-01' },
        { from: 'an', to: 'chi', last: '2021-07-02' },
        { from: 'ba', to: 'dung', last: '2021-07-05' },
        { from: 'ba', to: 'giang', last: '2021-07-03' },
      ],
    );
    expect(['binh', 'chi', 'dung', 'giang'].map((name) => outbreak.level(name))).toEqual([null, 1, 1, null]);
  });

  it('takes the nearer of two paths, and the farther one where the nearer runs against time', () => {
    const contacts = [
      { from: 'an', to: 'binh', last: '2021-07-04' },
      { from: 'binh', to: 'chi', last: '2021-07-05' },
      { from: 'chi', to: 'dung', last: '2021-07-06' },
    ];
    expect(new TestOutbreak({ an: ill }, contacts).level('dung')).toBe(3);
    const shortcut = new TestOutbreak({ an: ill }, [...contacts, { from: 'binh', to: 'dung', last: '2021-07-04' }]);
    expect(shortcut.level('dung')).toBe(2);
    const tooEarly = new TestOutbreak({ an: ill }, [...contacts, { from: 'binh', to: 'dung', last: '2021-07-03' }]);
    expect(tooEarly.level('dung')).toBe(3);
  });

  it('keeps a far exposure that came early apart from a near one that came late', () => {
    const outbreak = new TestOutbreak({ an: ill }, [
      { from: 'an', to: 'binh', last: '2021-07-02' },
      { from: 'binh', to: 'chi', last: '2021-07-03' },
      { from: 'an', to: 'chi', last: '2021-07-07' },
      { from: 'chi', to: 'dung', last: '2021-07-05' },
      { from: 'chi', to: 'giang', last: '2021-07-08' },
    ]);
    expect(outbreak.level('chi')).toBe(1);
    expect(outbreak.level('dung')).toBe(3); // chi was F2 on that day
    expect(outbreak.level('giang')).toBe(2);
  });

  it('ends in a cycle, and nobody prolongs a level by way of their own contacts', () => {
    const ring = [
      { from: 'an', to: 'binh', last: '2021-07-04' },
      { from: 'binh', to: 'chi', first: '2021-07-04', last: '2021-07-09' },
      { from: 'chi', to: 'binh', first: '2021-07-04', last: '2021-07-09' },
      { from: 'chi', to: 'an', last: '2021-07-09' },
      { from: 'binh', to: 'an', last: '2021-07-09' },
    ];
    const outbreak = new TestOutbreak({ an: ill }, ring);
    expect(['an', 'binh', 'chi'].map((name) => outbreak.level(name))).toEqual([0, 1, 2]);
    const binh = outbreak.whole('2021-07-10').get(outbreak.id('binh'));
    expect(dateOfDay(binh?.lapsesOn ?? 0)).toBe('2021-07-25'); // 21 days after 4 July
    expect(outbreak.level('binh', '2021-07-26')).toBeNull();
  });

  it('takes the level back when a result is corrected', () => {
    const outbreak = new TestOutbreak({ an: ill }, [
      { from: 'an', to: 'binh', last: '2021-07-05' },
      { from: 'binh', to: 'chi', last: '2021-07-06' },
    ]);
    outbreak.rebuild('2021-07-10');
    outbreak.person('an', {});
    const looked = outbreak.cascade(['an'], '2021-07-10');
    expect(looked.map(({ person, level }) => [person.id, level])).toEqual([
      [outbreak.id('an'), null],
      [outbreak.id('binh'), null],
      [outbreak.id('chi'), null],
    ]);
  });

  it('moves everyone behind a contact who becomes a case', () => {
    const outbreak = new TestOutbreak({ an: ill }, [
      { from: 'an', to: 'binh', last: '2021-07-02' },
      { from: 'binh', to: 'chi', last: '2021-07-06' },
      { from: 'chi', to: 'dung', last: '2021-07-07' },
    ]);
    outbreak.rebuild('2021-07-10');
    outbreak.person('binh', { case: { positive: '2021-07-08' } });
    outbreak.cascade(['binh'], '2021-07-10');
    expect(['binh', 'chi', 'dung'].map((name) => outbreak.stored(outbreak.id(name)).level?.level)).toEqual([0, 1, 2]);
  });

  it('ends a contact with the isolation of its source, case or contact', () => {
    const outbreak = new TestOutbreak({ an: ill, binh: { isolated: '2021-07-07' } }, [
      { from: 'an', to: 'binh', last: '2021-07-06' },
      { from: 'an', to: 'chi', last: '2021-07-08' },
      { from: 'an', to: 'dung', last: '2021-07-09' },
      { from: 'binh', to: 'giang', last: '2021-07-07' },
      { from: 'binh', to: 'ha', last: '2021-07-08' },
    ]);
    expect(['chi', 'dung', 'giang', 'ha'].map((name) => outbreak.level(name))).toEqual([1, null, 2, null]);
  });

  it('counts nothing from a case that was isolated as a contact before it became infectious', () => {
    const isolated = { isolated: '2021-06-20', case: { positive: '2021-07-05' } };
    const outbreak = new TestOutbreak({ an: isolated, ba: { ...isolated, isolatedUntil: '2021-07-01' } }, [
      { from: 'an', to: 'binh', last: '2021-07-04' },
      { from: 'ba', to: 'chi', last: '2021-07-04' },
    ]);
    expect(['binh', 'chi'].map((name) => outbreak.level(name))).toEqual([null, 1]);
  });

  it('lets a contact pass on again after release', () => {
    const outbreak = new TestOutbreak({ an: ill, binh: { isolated: '2021-07-06', isolatedUntil: '2021-07-08' } }, [
      { from: 'an', to: 'binh', last: '2021-07-05' },
      { from: 'binh', to: 'chi', last: '2021-07-08' },
      { from: 'binh', to: 'dung', last: '2021-07-09' },
    ]);
    expect(['chi', 'dung'].map((name) => outbreak.level(name))).toEqual([null, 2]);
  });

  it('stops at a negative sample for the days it speaks of, not for later ones', () => {
    const outbreak = new TestOutbreak({ an: ill, binh: { negative: ['2021-07-07'] } }, [
      { from: 'an', to: 'binh', last: '2021-07-04' },
      { from: 'binh', to: 'chi', last: '2021-07-06' },
      { from: 'binh', to: 'dung', last: '2021-07-08' },
    ]);
    expect(['binh', 'chi', 'dung'].map((name) => outbreak.level(name))).toEqual([1, null, 2]);
  });

  it('stops at a contact that was negated', () => {
    const outbreak = new TestOutbreak({ an: ill }, [{ from: 'an', to: 'binh', last: '2021-07-05', negated: true }]);
    expect(outbreak.level('binh')).toBeNull();
  });

  it('lets a level lapse with the follow-up; what was met later has no level, what was met before keeps its own', () => {
    const outbreak = new TestOutbreak({ an: { case: { onset: '2021-06-05' } } }, [
      { from: 'an', to: 'binh', last: '2021-06-05' },
      { from: 'binh', to: 'chi', last: '2021-06-26' },
      { from: 'binh', to: 'dung', last: '2021-06-27' },
    ]);
    expect(outbreak.level('binh', '2021-06-26')).toBe(1);
    expect(outbreak.level('binh', '2021-06-27')).toBeNull();
    expect(outbreak.level('chi', '2021-07-10')).toBe(2);
    expect(outbreak.level('dung')).toBeNull();
  });

  it('does not stretch two exposures that lie far apart over the days between', () => {
    const outbreak = new TestOutbreak({ an: { case: { onset: '2021-04-01', isolated: '2021-04-05' } }, ba: ill }, [
      { from: 'an', to: 'binh', last: '2021-04-01' },
      { from: 'ba', to: 'binh', last: '2021-07-05' },
      { from: 'binh', to: 'chi', last: '2021-06-27' },
      { from: 'binh', to: 'dung', last: '2021-07-06' },
    ]);
    expect(['binh', 'chi', 'dung'].map((name) => outbreak.level(name))).toEqual([1, null, 2]);
  });

  it('falls back to a farther exposure when the nearer one has lapsed', () => {
    const outbreak = new TestOutbreak({ an: { case: { onset: '2021-06-05', isolated: '2021-06-08' } }, ba: ill }, [
      { from: 'an', to: 'binh', last: '2021-06-06' },
      { from: 'ba', to: 'chi', last: '2021-07-05' },
      { from: 'chi', to: 'binh', last: '2021-07-06' },
    ]);
    expect(outbreak.level('binh', '2021-06-27')).toBe(1);
    expect(outbreak.level('binh', '2021-07-10')).toBe(2);
  });

  it('counts a contact without a date, on the safe side', () => {
    const outbreak = new TestOutbreak({ an: { case: {} } }, [
      { from: 'an', to: 'binh', recorded: '2021-07-08' },
      { from: 'binh', to: 'chi', last: '2021-07-01' },
    ]);
    const binh = outbreak.whole('2021-07-10').get(outbreak.id('binh'));
    expect(binh?.level).toBe(1);
    expect(dateOfDay(binh?.exposedOn ?? 0)).toBe('2021-07-08'); // at the latest when it was written down
    expect(outbreak.level('chi')).toBe(2);
  });

  it('bounds a contact without a date by the window of its source', () => {
    const outbreak = new TestOutbreak({ an: ill }, [{ from: 'an', to: 'binh', recorded: '2021-07-10' }]);
    const binh = outbreak.whole('2021-07-10').get(outbreak.id('binh'));
    expect(dateOfDay(binh?.exposedOn ?? 0)).toBe('2021-07-08'); // isolated on that day
  });

  it('believes a list that calls somebody F2 and names the case by its code', () => {
    const outbreak = new TestOutbreak({ bn: { case: {} } }, [
      { from: 'bn', to: 'binh', last: '2021-07-05', stated: 2, byCode: true },
    ]);
    expect(outbreak.level('binh')).toBe(2);
  });

  it('follows a decision by hand, and a positive result over it', () => {
    const outbreak = new TestOutbreak(
      { an: ill, binh: { decided: { level: null, on: '2021-07-09' } }, ha: { decided: { level: 1, on: '2021-07-06' } } },
      [
        { from: 'an', to: 'binh', last: '2021-07-05' },
        { from: 'binh', to: 'chi', last: '2021-07-06' },
        { from: 'ha', to: 'dung', last: '2021-07-07' },
      ],
    );
    expect(['binh', 'chi', 'ha', 'dung'].map((name) => outbreak.level(name))).toEqual([null, null, 1, 2]);
    outbreak.person('binh', { decided: { level: null, on: '2021-07-09' }, case: { positive: '2021-07-08' } });
    expect(['binh', 'chi'].map((name) => outbreak.level(name))).toEqual([0, 1]);
  });
});
