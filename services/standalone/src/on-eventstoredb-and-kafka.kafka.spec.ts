// Whatever the journeys tell of the default has to be true of the other log and the other bus together, word for word.
process.env['REDRESS_EVENT_STORE'] = 'eventstoredb';
process.env['REDRESS_EVENT_BUS'] = 'kafka';
await import('./changing-rules.journey.spec.js');
await import('./complaint.journey.spec.js');
await import('./corrected.journey.spec.js');
await import('./dispute.journey.spec.js');
await import('./everyday.journey.spec.js');
await import('./feed.journey.spec.js');
await import('./forgetting.journey.spec.js');
await import('./imported.journey.spec.js');
await import('./leave.journey.spec.js');
await import('./lost-databases.journey.spec.js');
await import('./money.journey.spec.js');
await import('./night.journey.spec.js');
await import('./personal-data.journey.spec.js');
