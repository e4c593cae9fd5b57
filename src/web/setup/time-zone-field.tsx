/** The time zone of a first workspace: the browser's own is nearly always right, so this is the browser's own list too. */
import { NativeSelect, type NativeSelectProps } from "@mantine/core";
import { useState } from "react";

interface Group {
  group: string;
  items: { value: string; label: string }[];
}

/** `Europe/Rome` stands as Rome under Europe, where typing its first letters finds it. */
function byContinent(zones: Iterable<string>): Group[] {
  const groups = new Map<string, Group>();
  for (const value of zones) {
    const [continent = value, ...place] = value.split("/");
    const group = groups.get(continent) ?? { group: continent, items: [] };
    group.items.push({ value, label: place.join(" – ").replaceAll("_", " ") || value });
    groups.set(continent, group);
  }
  return [...groups.values()];
}

export function TimeZoneField({ own, ...props }: NativeSelectProps & { own: string }) {
  const [zones, setZones] = useState([own]);
  // Browsers take a while to list them: not before somebody looks.
  const listAll = () =>
    setZones((before) => (before.length > 1 ? before : [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", own])]));
  return <NativeSelect data={byContinent(zones)} onPointerEnter={listAll} onTouchStart={listAll} onFocusCapture={listAll} {...props} />;
}
