/**
 * Which addresses outgoing calls may reach. Whoever writes automations, and customers through their variables, choose hosts;
 * our own network, this machine and cloud metadata services must not be among them.
 */
import ipaddr from "ipaddr.js";

/** Public by their range, yet answered by the cloud's own machine: Azure's WireServer. */
const REFUSED = new Set(["168.63.129.16"]);
/** All there is of the public IPv6 Internet; outside of it lie old spellings of IPv4 addresses (`::127.0.0.1`) and what has no use yet. */
const PUBLIC_IPV6 = ipaddr.parseCIDR("2000::/3");

export interface AddressGuard {
  /** Whether this IP address may be connected to when it stands for `hostname`. */
  allows(address: string, hostname: string): boolean;
}

/** @param allowed host names, IP addresses and CIDR blocks that may be reached although they are private */
export function createAddressGuard(allowed: string[]): AddressGuard {
  const names = new Set<string>();
  const blocks: [ipaddr.IPv4 | ipaddr.IPv6, number][] = [];
  for (const entry of allowed) {
    if (ipaddr.isValidCIDR(entry)) blocks.push(ipaddr.parseCIDR(entry));
    else if (ipaddr.isValid(entry)) blocks.push(asBlock(entry));
    else names.add(hostKey(entry));
  }
  return {
    allows(address, hostname) {
      if (!ipaddr.isValid(address)) return false;
      // An IPv4 address in IPv6 clothing (::ffff:10.0.0.1) is that IPv4 address.
      const parsed = ipaddr.process(address);
      const isPublic = parsed.range() === "unicast" && (parsed.kind() === "ipv4" || parsed.match(PUBLIC_IPV6));
      if (isPublic && !REFUSED.has(parsed.toString())) return true;
      return names.has(hostKey(hostname)) || blocks.some(([base, bits]) => parsed.kind() === base.kind() && parsed.match(base, bits));
    },
  };
}

function asBlock(address: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const parsed = ipaddr.process(address);
  return [parsed, parsed.kind() === "ipv4" ? 32 : 128];
}

function hostKey(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
