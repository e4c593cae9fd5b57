/** What a Zap can look up. Searches answer with a list; an empty one means that nothing was found. */
const { url } = require("./authentication.js");

const findContact = {
  key: "find_contact",
  noun: "Contact",
  display: { label: "Find Contact", description: "Finds a contact by phone number or e-mail address." },
  operation: {
    inputFields: [
      { key: "phone", label: "Phone", type: "string" },
      { key: "email", label: "E-mail", type: "string" },
    ],
    perform: async (z, bundle) => {
      const { phone, email } = bundle.inputData;
      const params = phone ? { phone } : { email };
      const response = await z.request({ url: url(bundle, "/contacts"), params: { ...params, limit: 1 } });
      return response.data.items;
    },
    sample: { id: "01890a5d-ac96-774b-bcce-b302099a8057", phone: "+393331234567", firstName: "Anna", email: "anna@example.com" },
  },
};

const findAutomation = {
  key: "find_automation",
  noun: "Automation",
  display: { label: "Find Automation", description: "Finds an automation by its name." },
  operation: {
    inputFields: [{ key: "name", label: "Name", type: "string", required: true }],
    perform: async (z, bundle) => {
      const response = await z.request({ url: url(bundle, "/automations"), params: { search: bundle.inputData.name } });
      return response.data.items.map(({ id, name, state }) => ({ id, name, state }));
    },
    sample: { id: "01890a5d-ac96-774b-bcce-b302099a8057", name: "Welcome", state: "active" },
  },
};

module.exports = [findContact, findAutomation];
