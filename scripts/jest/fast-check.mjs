/**
 * fast-check as the specs import it: its chance comes from the seed of the run, so that a run can be repeated.
 * `npm test -- --seed=7` tries others.
 */
import fc from '../../node_modules/fast-check/lib/fast-check.js';

export * from '../../node_modules/fast-check/lib/fast-check.js';
export default fc;

fc.configureGlobal({ seed: import.meta.jest.getSeed() });
