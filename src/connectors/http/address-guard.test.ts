import { describe, expect, it } from "vitest";
import { createAddressGuard } from "./address-guard.ts";

describe("the address guard", () => {
  const guard = createAddressGuard([]);

  it.each([
    ...["127.0.0.1", "127.8.8.8", "10.0.0.5", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "0.0.0.0"],
    ...["100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "168.63.129.16"],
    ...[
      "::1",
      "::",
      "fe80::1",
      "fc00::1",
      "fd00:ec2::254",
      "ff02::1",
      "::ffff:10.0.0.1",
      "::ffff:7f00:1",
      "64:ff9b::a00:1",
      "2002:7f00:1::",
      "::7f00:1",
      "::ffff:0:7f00:1",
      "64:ff9b:1::a00:1",
      "fec0::1",
      "4000::1",
    ],
    ...["not an address", ""],
  ])("refuses %s", (address) => expect(guard.allows(address, "example.com")).toBe(false));

  it.each(["93.184.216.34", "8.8.8.8", "172.32.0.1", "2606:2800:220:1:248:1893:25c8:1946"])("allows %s", (address) =>
    expect(guard.allows(address, "example.com")).toBe(true),
  );

  it("allows what the configuration names: hosts, addresses, blocks", () => {
    const open = createAddressGuard(["crm.intern", "192.168.1.7", "10.1.0.0/16", "fd00::/8"]);
    expect(open.allows("192.168.9.9", "CRM.intern.")).toBe(true);
    expect(open.allows("192.168.9.9", "other.intern")).toBe(false);
    expect(open.allows("192.168.1.7", "x")).toBe(true);
    expect(open.allows("::ffff:10.1.2.3", "x")).toBe(true);
    expect(open.allows("10.2.0.1", "x")).toBe(false);
    expect(open.allows("fd12::1", "x")).toBe(true);
  });
});
