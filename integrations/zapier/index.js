/** The app definition: what `zapier push` uploads. Plain objects and functions; `zapier-platform-core` runs them. */
const authentication = require("./authentication.js");
const triggers = require("./triggers.js");
const creates = require("./creates.js");
const searches = require("./searches.js");

const byKey = (items) => Object.fromEntries(items.map((item) => [item.key, item]));

module.exports = {
  version: require("./package.json").version,
  platformVersion: "19.1.0",
  authentication: authentication.definition,
  beforeRequest: [authentication.addKey],
  afterResponse: [],
  triggers: byKey(triggers),
  creates: byKey(creates),
  searches: byKey(searches),
  resources: {},
};
