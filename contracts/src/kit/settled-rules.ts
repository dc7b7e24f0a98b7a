import { getMetadataStorage } from 'class-validator';

/** The library goes through the rules of every class for each object; those of one class are settled once it is loaded. */
export const settleRules = (): void => {
  const storage = getMetadataStorage();
  const look = storage.getTargetValidationMetadatas.bind(storage);
  const rulesOf = new Map<unknown, ReturnType<typeof look>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (groups?.length || always || strictGroups) return look(target, schema, always, strictGroups, groups);
    const rules = rulesOf.get(target) ?? look(target, schema, always, strictGroups, groups);
    rulesOf.set(target, rules);
    return rules;
  };
};
