import { describe, expect, it } from "vitest";
import { templateLook } from "./template-look.ts";

describe("the look of a template", () => {
  it("has the header's own words, the footer, and each button by its kind with what it leads to", () => {
    const look = templateLook(
      {
        header: { type: "text", text: "Order {{1}} is ready" },
        footer: "Reply STOP to end",
        buttons: [
          { type: "quick_reply", text: "Thanks" },
          { type: "url", text: "Track", url: "https://shop.example/t/{{1}}" },
          { type: "phone_number", text: "Call us", phoneNumber: "+391234" },
          { type: "copy_code", example: "SAVE" },
        ],
      },
      {
        headerText: "1001",
        buttonParameters: [
          { index: 1, subType: "url", text: "a1" },
          { index: 3, subType: "copy_code", text: "SAVE10" },
        ],
      },
    );
    expect(look).toEqual({
      header: { type: "text", text: "Order 1001 is ready" },
      footer: "Reply STOP to end",
      buttons: [
        { type: "quick_reply", text: "Thanks" },
        { type: "url", text: "Track", url: "https://shop.example/t/a1" },
        { type: "phone_number", text: "Call us" },
        { type: "copy_code", text: "Copy code", code: "SAVE10" },
      ],
    });
  });

  it("leaves out what is not there, and what has no value as it is written", () => {
    expect(templateLook({ buttons: [] }, {})).toEqual({});
    expect(templateLook({ header: { type: "text", text: "Hi {{name}}" }, buttons: [] }, {})).toEqual({
      header: { type: "text", text: "Hi {{name}}" },
    });
    expect(templateLook({ header: { type: "image" }, buttons: [] }, {})).toEqual({ header: { type: "image" } });
  });
});
