/** What a browser may load for a page, by the address of the page. */
type Directives = Readonly<Record<string, readonly string[]>>;

const nothing: Directives = {
  'default-src': ["'none'"],
  'frame-ancestors': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

/** Pages of the platform: everything from itself, nothing inline. */
const ownPages: Directives = {
  ...nothing,
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'worker-src': ["'self'"],
  'form-action': ["'self'"],
};

/** Swagger UI styles its elements in place. Its scripts are files. */
const docs: Directives = { ...ownPages, 'style-src': ["'self'", "'unsafe-inline'"] };

const written = (directives: Directives): string =>
  Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join(';');

const texts = { nothing: written(nothing), ownPages: written(ownPages), docs: written(docs) };

/** By the template of the route, which no spelling of the address changes. */
export const contentSecurityOf = (template: string | undefined): string => {
  if (template === undefined || template.startsWith('/api/')) return texts.nothing;
  return template === '/docs' || template.startsWith('/docs/') ? texts.docs : texts.ownPages;
};
