/** A phone with a WhatsApp chat on it. What it shows are bubbles; beneath may be a line to write. */
import { IconChevronLeft } from "@tabler/icons-react";
import type { ReactNode, Ref } from "react";
import classes from "./phone.module.css";

export interface PhoneProps {
  /** Name of the business at the top. */
  name: string;
  subtitle?: ReactNode;
  children: ReactNode;
  /** The line to write in. */
  composer?: ReactNode;
  /** The part that scrolls. */
  screen?: Ref<HTMLDivElement>;
  /** A preview grows with its message, a phone to write on fills its place. */
  fill?: boolean;
}

export function Phone({ name, subtitle, children, composer, screen, fill = false }: PhoneProps) {
  return (
    <section className={classes["phone"]} data-fill={fill || undefined} aria-label={name}>
      <div className={classes["top"]}>
        <IconChevronLeft size={20} aria-hidden />
        <span className={classes["avatar"]} aria-hidden>
          {name.trim().charAt(0).toUpperCase() || "P"}
        </span>
        <span className={classes["who"]}>
          <strong>{name}</strong>
          {subtitle !== undefined && <span>{subtitle}</span>}
        </span>
      </div>
      <div className={classes["screen"]} ref={screen}>
        {children}
      </div>
      {composer}
    </section>
  );
}
