/** The one place where the look is decided: colours, type scale, spacing on a 4 px grid. Contrast holds WCAG AA in light and dark. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import i18next from "i18next";
import { hueVariables } from "./hue.ts";

/** WhatsApp-near green. Shade 7 carries white text (5.4:1), shade 4 is readable on the dark body (8:1). */
const accent: MantineColorsTuple = [
  "#e8f8f0",
  "#cdf0df",
  "#9fe2c2",
  "#6cd3a2",
  "#3fc284",
  "#1fab6a",
  "#12915a",
  "#0b7a4b",
  "#08613c",
  "#054a2e",
];

/** Greys with a breath of the accent, so that dark surfaces do not look dirty beside it. */
const dark: MantineColorsTuple = [
  "#e4e9e6",
  "#c3cbc7",
  "#a0aaa5",
  "#7f8a84",
  "#38413d",
  "#2b322f",
  "#202624",
  "#151a18",
  "#0f1312",
  "#0a0d0c",
];

const gray: MantineColorsTuple = [
  "#f7f9f8",
  "#eff2f0",
  "#e4e8e6",
  "#d5dbd8",
  "#bcc4c0",
  "#97a19c",
  "#6a756f",
  "#55605b",
  "#343c38",
  "#1f2523",
];

/** Read when a dialog opens, so that it is in the language of that moment. */
const closeButtonProps = {
  get "aria-label"() {
    return i18next.t("common:close");
  },
};

/** What a dialog is about is its heading. */
const DIALOG_STYLES = { title: { fontSize: "16px", lineHeight: "24px", fontWeight: 600 } } as const;

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 7 },
  colors: { accent, dark, gray },
  black: "#1a201d",
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "16px", sm: "20px", md: "20px", lg: "24px", xl: "28px" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "24px", lineHeight: "32px" },
      h2: { fontSize: "20px", lineHeight: "28px" },
      h3: { fontSize: "16px", lineHeight: "24px" },
      h4: { fontSize: "14px", lineHeight: "20px" },
      h5: { fontSize: "13px", lineHeight: "20px" },
      h6: { fontSize: "12px", lineHeight: "16px" },
    },
  },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "sm" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false, fz: "xs" } },
    Modal: { defaultProps: { centered: true, radius: "lg", closeButtonProps }, styles: DIALOG_STYLES },
    Drawer: { defaultProps: { closeButtonProps }, styles: DIALOG_STYLES },
    Notification: { defaultProps: { closeButtonProps } },
    Menu: { defaultProps: { shadow: "md", radius: "md" } },
    Popover: { defaultProps: { shadow: "md", radius: "md" } },
    // The colours whose initials hold AA on their own tint.
    Avatar: { defaultProps: { allowedInitialsColors: ["blue", "grape", "violet", "indigo", "cyan", "pink"] } },
    TextInput: { defaultProps: { size: "sm" } },
    Textarea: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm" } },
  },
});

/** Variables beside Mantine's own. `--parola-surface` is the page, `--parola-raised` what lies on it. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { "--parola-transition": "120ms ease" },
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-dimmed": gray[7],
    "--mantine-color-placeholder": gray[6],
    "--mantine-color-error": "#c92a2a",
    "--mantine-color-anchor": accent[7],
    "--parola-surface": gray[0],
    "--parola-raised": "#ffffff",
    "--parola-border": gray[2],
    "--parola-border-strong": gray[4],
    "--parola-arrow": gray[5],
    "--parola-hover": gray[1],
    "--parola-selected": accent[0],
    "--parola-accent-text": accent[7],
    "--parola-warning": "#9a5b00",
    "--parola-warning-soft": "#fff4dd",
    "--parola-danger": "#c92a2a",
    "--parola-danger-soft": "#fdecec",
    "--parola-success": accent[7],
    "--parola-success-soft": accent[0],
    ...hueVariables("light"),
  },
  dark: {
    "--mantine-color-body": dark[7],
    "--mantine-color-dimmed": dark[2],
    "--mantine-color-placeholder": dark[3],
    "--mantine-color-error": "#ff8787",
    // With shade 7 as the primary one Mantine's own is almost white: what deletes is red in the dark too.
    "--mantine-color-red-light-color": "#ff8787",
    "--mantine-color-anchor": accent[4],
    "--parola-surface": dark[8],
    "--parola-raised": dark[7],
    "--parola-border": dark[5],
    "--parola-border-strong": dark[4],
    "--parola-arrow": dark[3],
    "--parola-hover": dark[6],
    "--parola-selected": "#12302380",
    "--parola-accent-text": accent[4],
    "--parola-warning": "#f0b45a",
    "--parola-warning-soft": "#33270f",
    "--parola-danger": "#ff8787",
    "--parola-danger-soft": "#3a1a1a",
    "--parola-success": accent[4],
    "--parola-success-soft": "#12302380",
    ...hueVariables("dark"),
  },
});
