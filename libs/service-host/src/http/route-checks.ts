import type { Route } from './routes.js';

const named = ({ controller, name, method, path }: Route): string =>
  `${controller.name}.${name} (${method.toUpperCase()} ${path})`;

/** Throws, naming each, when a route does not say who may call it, or takes something that nothing would check. */
export const refuseCareless = (routes: readonly Route[]): void => {
  const open = routes.filter(({ allowance }) => !allowance);
  if (open.length > 0)
    throw new Error(`Say with @Allow, @AllowSignedIn or @AllowAnyone who may call: ${open.map(named).join(', ')}.`);
  const unchecked = routes.filter((route) => route.unchecked.length > 0);
  if (unchecked.length > 0)
    throw new Error(
      `Take these whole, as a class of the contracts: ${unchecked
        .map((route) => `${route.unchecked.join(', ')} of ${named(route)}`)
        .join(', ')}.`,
    );
};
