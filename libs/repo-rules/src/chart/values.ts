const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Properties of a JSON Schema that say nothing about themselves, and objects that take any property unsaid. */
export const undescribed = (schema: unknown, path = ''): readonly string[] => {
  if (Array.isArray(schema)) return schema.flatMap((part, index) => undescribed(part, `${path}/${index}`));
  if (!isObject(schema)) return [];
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  // What stands in a condition was described where it is a value.
  const parts = Object.entries(schema).filter(([name]) => !['properties', 'allOf'].includes(name));
  return [
    ...Object.entries(properties).flatMap(([name, property]) => [
      ...(isObject(property) && typeof property['description'] === 'string' ? [] : [`${path}/${name}`]),
      ...undescribed(property, `${path}/${name}`),
    ]),
    ...parts.flatMap(([name, part]) => undescribed(part, `${path}/${name}`)),
  ];
};

/** Values whose name no template mentions: what is written under them changes nothing. Names of services are not looked for. */
export const unused = (values: Readonly<Record<string, unknown>>, templates: string, path = ''): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) => {
    const here = `${path}.${name}`;
    if (here === '.services') return [];
    // What a template passes on whole is Kubernetes' own.
    if (new RegExp(`toYaml [$.\\w]*\\.${name}\\b|with [$.\\w]*\\.${name}\\b`).test(templates)) return [];
    const found = new RegExp(`\\.${name}\\b`).test(templates);
    return [...(found ? [] : [here]), ...(isObject(value) ? unused(value, templates, here) : [])];
  });
