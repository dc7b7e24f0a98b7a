import type { Personal as PersonalValue } from '@redress/eventing';
import { Everything } from '../testing/specimen.js';
import { Count, Event, eventsIn, fieldsOf, Id, Key, Line, ListOf, Optional, Personal, Shape } from './index.js';

const [everything] = eventsIn({ Everything });
if (!everything) throw new Error('The specimen is an event.');

describe('what the kernel is told of an event', () => {
  test('its names', () => {
    expect(everything).toMatchObject({
      name: 'Everything',
      type: 'specimen.Everything',
      service: 'specimen',
      version: 1,
    });
  });

  test('where its instants are, inside lists as well', () => {
    expect(everything.instants).toEqual([
      ['at'],
      ['part', 'seenAt'],
      ['parts', 'seenAt'],
      ['atIfAny'],
      ['partIfAny', 'seenAt'],
      ['partsIfAny', 'seenAt'],
    ]);
  });

  test('where its personal fields are, and what they are kept for', () => {
    expect(everything.personal).toEqual([
      { path: ['text'], purpose: 'record' },
      { path: ['part', 'nickname'], purpose: 'contact' },
      { path: ['parts', 'nickname'], purpose: 'contact' },
      { path: ['partIfAny', 'nickname'], purpose: 'contact' },
      { path: ['partsIfAny', 'nickname'], purpose: 'contact' },
    ]);
  });

  test('its key, subject and customer', () => {
    const data = { complaintId: 'c1', customerKey: 'k1' } as never;
    expect(everything.keyOf(data)).toBe('c1');
    expect(everything.subjectOf(data)).toBe('complaint-c1');
    expect(everything.customerOf(data)).toBe('k1');
    expect(everything.customerOf({ complaintId: 'c1' } as never)).toBeUndefined();
  });

  test('the customer, then the person, are the subject where there is no complaint', () => {
    @Event('specimen.CustomerNamed', 1)
    class CustomerNamed {
      @Key() @Id() customerKey!: string;
      @Personal('contact') @Line({ maxBytes: 9 }) name!: PersonalValue;
    }
    @Event('specimen.PersonNamed', 1)
    class PersonNamed {
      @Key() @Id() personId!: string;
      @Personal('contact') @Line({ maxBytes: 9 }) name!: PersonalValue;
    }
    const [customer, person] = eventsIn({ CustomerNamed, PersonNamed });
    expect(customer?.subjectOf({ customerKey: 'k1' } as never)).toBe('customer-k1');
    expect(person?.subjectOf({ personId: 'p1' } as never)).toBe('person-p1');
  });

  test('modules may export anything beside events', () => {
    expect(eventsIn({ Everything, words: ['a'], twice: Everything, run: () => 1, nothing: null })).toHaveLength(1);
  });
});

describe('a definition that does not hold stops the start', () => {
  test('no key, or two', () => {
    @Event('specimen.Keyless', 1)
    class Keyless {
      @Id() id!: string;
    }
    @Event('specimen.TwoKeys', 1)
    class TwoKeys {
      @Key() @Id() one!: string;
      @Key() @Id() other!: string;
    }
    expect(() => eventsIn({ Keyless })).toThrow('exactly one field with @Key()');
    expect(() => eventsIn({ TwoKeys })).toThrow('exactly one field with @Key()');
  });

  test('a key that may be absent, is personal, or is a number', () => {
    class Absent {
      @Optional() @Key() @Id() id?: string;
    }
    class Secret {
      @Key() @Personal('contact') @Line({ maxBytes: 9 }) id!: PersonalValue;
    }
    class Numbered {
      @Key() @Count({ max: 9 }) id!: number;
    }
    expect(() => fieldsOf(Absent)).toThrow('always present');
    expect(() => fieldsOf(Secret)).toThrow('never personal');
    expect(() => fieldsOf(Numbered)).toThrow('no string');
  });

  test('personal data of nobody, or perhaps of nobody', () => {
    @Event('specimen.OfNobody', 1)
    class OfNobody {
      @Key() @Id() teamId!: string;
      @Personal('contact') @Line({ maxBytes: 9 }) name!: PersonalValue;
    }
    @Event('specimen.OfSomebody', 1)
    class OfSomebody {
      @Key() @Id() teamId!: string;
      @Optional() @Id() customerKey?: string;
      @Personal('contact') @Line({ maxBytes: 9 }) name!: PersonalValue;
    }
    expect(() => eventsIn({ OfNobody })).toThrow('not always a complaintId, customerKey or personId');
    expect(() => eventsIn({ OfSomebody })).toThrow('not always a complaintId, customerKey or personId');
  });

  test('a personal number', () => {
    class Aged {
      @Personal('contact') @Count({ max: 150 }) age!: number;
    }
    expect(() => fieldsOf(Aged)).toThrow('Aged.age is personal, but no string.');
  });

  test('another name than its class, or a version that is none', () => {
    expect(() => Event('specimen.Named', 1)(class Other {})).toThrow('is called Named or NamedV1');
    expect(() => Event('specimen.Named', 2)(class NamedV1 {})).toThrow('is called Named or NamedV2');
    expect(() => Event('specimen.Named', 0)(class Named {})).toThrow('no version 0');
    expect(() => Event('Named', 1)(class Named {})).toThrow('<service>.<Name>');
  });

  test('one name in two services, or one version twice', () => {
    @Event('one.Doubled', 1)
    class Doubled {
      @Key() @Id() id!: string;
    }
    const again = (type: string): object => {
      @Event(type, 1)
      class Doubled {
        @Key() @Id() id!: string;
      }
      return { Doubled };
    };
    expect(() => eventsIn({ Doubled }, again('two.Doubled'))).toThrow('an event of two services');
    expect(() => eventsIn({ Doubled }, again('one.Doubled'))).toThrow('defined twice');
  });

  test('a field without a rule, with two, or defined by the class it extends', () => {
    class Ruleless {
      @Optional() any?: string;
    }
    class Narrower extends Everything {
      @Count({ max: 3 }) override count!: number;
    }
    expect(() => fieldsOf(Ruleless)).toThrow('says nothing about its values');
    expect(() => fieldsOf(Narrower)).toThrow('is defined by a class it extends already');
    expect(() => {
      class Twofold {
        @Id() @Line({ maxBytes: 9 }) id!: string;
      }
      return Twofold;
    }).toThrow('says twice');
  });

  test('an event that contains itself, or a part with a key', () => {
    class Loop {
      @Optional() @ListOf(() => Loop, { max: 1 }) again?: readonly Loop[];
    }
    @Event('specimen.Looping', 1)
    class Looping {
      @Key() @Id() id!: string;
      @Shape(() => Loop) loop!: Loop;
    }
    @Event('specimen.Nesting', 1)
    class Nesting {
      @Key() @Id() id!: string;
      @Shape(() => Everything) inner!: Everything;
    }
    expect(() => eventsIn({ Looping })).toThrow('Loop contains itself');
    expect(() => eventsIn({ Nesting })).toThrow('has a @Key()');
  });
});
