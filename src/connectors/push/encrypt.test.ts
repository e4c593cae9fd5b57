import { createECDH } from "node:crypto";
import { expect, it } from "vitest";
import { decryptPush } from "../../sandbox/push/decrypt.ts";
import { encryptPush } from "./encrypt.ts";

/** RFC 8291, appendix A. */
const EXAMPLE = {
  text: "When I grow up, I want to be a watermelon",
  sender: "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
  receiver: "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
  p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
  auth: "BTBZMqHH6r4Tts7J_aSIgg",
  salt: "DGv6ra1nlYgDCS1FRnbzlw",
  body: "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
};

function holder(privateKey: string) {
  const key = createECDH("prime256v1");
  key.setPrivateKey(privateKey, "base64url");
  return key;
}

it("encrypts as the standard's example does", () => {
  const once = { salt: Buffer.from(EXAMPLE.salt, "base64url"), sender: holder(EXAMPLE.sender) };
  expect(encryptPush(EXAMPLE, EXAMPLE.text, once).toString("base64url")).toBe(EXAMPLE.body);
});

it("is read by its browser alone, and never twice the same", () => {
  const receiver = holder(EXAMPLE.receiver);
  const auth = Buffer.from(EXAMPLE.auth, "base64url");
  expect(decryptPush({ receiver, auth }, Buffer.from(EXAMPLE.body, "base64url"))).toBe(EXAMPLE.text);

  const [first, second] = [encryptPush(EXAMPLE, "Perché no?"), encryptPush(EXAMPLE, "Perché no?")];
  expect(first).not.toEqual(second);
  expect([first, second].map((body) => decryptPush({ receiver, auth }, body))).toEqual(["Perché no?", "Perché no?"]);
  expect(() => decryptPush({ receiver: holder(EXAMPLE.sender), auth }, first)).toThrow("unable to authenticate");
  expect(() => decryptPush({ receiver, auth: Buffer.alloc(16) }, first)).toThrow("unable to authenticate");
});
