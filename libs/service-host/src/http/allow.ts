import 'reflect-metadata';
import type { Role } from './caller.js';

/** Who may call a route. */
export type Allowance =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'roles'; readonly roles: readonly Role[] };

const allowanceKey = 'redress.http.allow';

type Target = { readonly handler: object; readonly controller: object };

/** For a controller or one of its methods. */
type Allowing = (target: object, name?: string | symbol, descriptor?: PropertyDescriptor) => void;

const allow =
  (allowance: Allowance): Allowing =>
  (target, _name, descriptor) => {
    const owner = (descriptor?.value as object | undefined) ?? target;
    if (Reflect.hasOwnMetadata(allowanceKey, owner)) throw new Error('A route says once who may call it.');
    Reflect.defineMetadata(allowanceKey, allowance, owner);
  };

/** Callers with one of these roles: on a method, or on a controller for those of its methods that say nothing else. */
export const Allow = (...roles: readonly [Role, ...Role[]]): Allowing => allow({ kind: 'roles', roles });

/** Everybody, signed in or not. Wrong credentials are refused all the same. */
export const AllowAnyone = (): Allowing => allow({ kind: 'anyone' });

/** Every person with a valid sign-in token, whatever their roles. */
export const AllowSignedIn = (): Allowing => allow({ kind: 'signed-in' });

/** `undefined` where nobody said: such a route must not be served. */
export const allowanceOf = ({ handler, controller }: Target): Allowance | undefined =>
  (Reflect.getMetadata(allowanceKey, handler) ?? Reflect.getMetadata(allowanceKey, controller)) as
    Allowance | undefined;

const limitKey = 'redress.http.limited';

/** A limit of this route alone, per caller, or per address where nobody is signed in: for sign-in, exports and the like. */
export const Limited =
  ({ perMinute }: { readonly perMinute: number }): MethodDecorator =>
  (_target, _name, descriptor) =>
    Reflect.defineMetadata(limitKey, perMinute, descriptor.value as object);

export const limitOf = (handler: object): number | undefined =>
  Reflect.getMetadata(limitKey, handler) as number | undefined;
