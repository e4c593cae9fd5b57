/** The one function of the package that is used; it ships no types of its own. */
declare module "qrcode" {
  export function toDataURL(text: string, options?: { margin?: number; width?: number }): Promise<string>;
}
