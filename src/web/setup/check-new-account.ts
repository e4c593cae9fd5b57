/** The checks of a new account's form; the server has the last word. */
export function checkNewAccount(t: (key: "required" | "emailInvalid" | "passwordShort") => string) {
  return {
    name: (value: string) => (value.trim() ? null : t("required")),
    email: (value: string) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t("emailInvalid")),
    password: (value: string) => (value.length >= 10 ? null : t("passwordShort")),
  };
}
