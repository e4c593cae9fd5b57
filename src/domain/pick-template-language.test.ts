import { describe, expect, it } from "vitest";
import { pickTemplateLanguage } from "./pick-template-language.ts";

describe("pickTemplateLanguage", () => {
  const available = ["en_US", "it", "pt_PT", "pt_BR"];
  it("takes the language of the contact", () => {
    expect(pickTemplateLanguage(available, "IT", "+447911123456", "en")).toBe("it");
    expect(pickTemplateLanguage(available, "pt-br", null, "en")).toBe("pt_BR");
  });
  it("takes the same language of another country", () => {
    expect(pickTemplateLanguage(available, "en-GB", null, "it")).toBe("en_US");
    expect(pickTemplateLanguage(available, "it_CH", null, "en")).toBe("it");
    expect(pickTemplateLanguage(["it_CH", "it"], "it_IT")).toBe("it");
  });
  it("goes by the prefix of the phone when the contact has no language or it is not there", () => {
    expect(pickTemplateLanguage(available, null, "+393330000001", "en")).toBe("it");
    expect(pickTemplateLanguage(available, "de", "+393330000001", "en")).toBe("it");
    expect(pickTemplateLanguage(available, "", "+5511998765432")).toBe("pt_PT");
  });
  it("falls back to the workspace, then to the only one", () => {
    expect(pickTemplateLanguage(available, "de", "+4917612345678", "it")).toBe("it");
    expect(pickTemplateLanguage(["fr"], "de", "+4917612345678", "it")).toBe("fr");
    expect(pickTemplateLanguage(available, "de")).toBeUndefined();
    expect(pickTemplateLanguage([], "it")).toBeUndefined();
  });
});
