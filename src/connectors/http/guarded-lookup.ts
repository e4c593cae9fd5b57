/** Name resolution for outgoing connections: what it returns is what is connected to, so a name cannot change in between. */
import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import type { AddressGuard } from "./address-guard.ts";

/** A name that leads into a private network. */
export class PrivateAddressError extends Error {
  readonly code = "PRIVATE_ADDRESS";
}

type Resolve = (hostname: string, callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void;

const systemResolve: Resolve = (hostname, callback) => lookup(hostname, { all: true, order: "verbatim" }, callback);

/** Leaves out addresses that may not be reached; an error when none is left. */
export function createGuardedLookup(guard: AddressGuard, resolve: Resolve = systemResolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      const [first, ...rest] = error ? [] : addresses.filter(({ address }) => guard.allows(address, hostname));
      if (error) callback(error, "", 0);
      else if (!first) callback(new PrivateAddressError(`${hostname} is a private address`), "", 0);
      else if (options.all) (callback as unknown as (error: null, found: LookupAddress[]) => void)(null, [first, ...rest]);
      else callback(null, first.address, first.family);
    });
  };
}
